// An answer as paragraphs and lists of text nodes, with a small numbered button where a citation stands.

function lastWordApart(words) {
  const cut = words.trimEnd().lastIndexOf(" ") + 1
  return [words.slice(0, cut), words.slice(cut).trimEnd()]
}

function marker(number, data, setTriggerValue) {
  const element = document.createElement(data.live ? "button" : "span")
  element.className = "marker"
  element.textContent = String(number)
  if (data.live) {
    element.type = "button"
    element.dataset.cite = String(number)
    element.setAttribute("aria-label", data.show.replace("{number}", String(number)))
    element.onclick = () => setTriggerValue("cite", number)
  }
  return element
}

function fillLine(line, parts, data, setTriggerValue) {
  let together = null // the last word and its markers stay on one line
  parts.forEach((part, index) => {
    if (part.cite !== undefined) {
      const place = together ?? line
      place.append(marker(part.cite, data, setTriggerValue))
      return
    }
    together = null
    const next = parts[index + 1]
    if (next?.cite === undefined || part.text.trim() === "") {
      line.append(part.text)
      return
    }
    const [before, word] = lastWordApart(part.text)
    together = document.createElement("span")
    together.className = "together"
    together.append(word)
    line.append(before, together)
  })
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".answer")
  const drawn = JSON.stringify([data.blocks, data.live, data.show])
  if (root.drawn !== drawn) {
    root.drawn = drawn
    root.lang = data.language
    root.replaceChildren(
      ...data.blocks.map((block) => {
        if (block.kind === "list") {
          const list = document.createElement("ul")
          for (const parts of block.lines) {
            const item = document.createElement("li")
            fillLine(item, parts, data, setTriggerValue)
            list.append(item)
          }
          return list
        }
        const paragraph = document.createElement("p")
        fillLine(paragraph, block.lines[0], data, setTriggerValue)
        return paragraph
      }),
    )
  }
  for (const button of root.querySelectorAll("button.marker")) {
    button.setAttribute("aria-pressed", String(Number(button.dataset.cite) === data.pressed))
  }
}
