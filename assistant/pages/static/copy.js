// Copies in the browser alone; where the clipboard is closed (plain http), by way of a selected text field.

async function put(words) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(words)
    return true
  }
  const field = document.createElement("textarea")
  field.value = words
  field.style.position = "fixed"
  field.style.opacity = "0"
  document.body.append(field)
  field.select()
  const done = document.execCommand("copy")
  field.remove()
  return done
}

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button")
  if (!button.said) button.textContent = data.label
  button.onclick = async () => {
    const done = await put(data.copied).catch(() => false)
    button.said = true
    button.textContent = done ? data.done : data.failed
    const status = document.getElementById("live-status")
    if (status) status.textContent = button.textContent
    button.focus()
    setTimeout(() => {
      button.said = false
      button.textContent = data.label
    }, 2500)
  }
}
