// Rows under headings, all of it text nodes; a row's title is a button that opens it.

function line(tag, name, words) {
  const element = document.createElement(tag)
  element.className = name
  element.lang = words.lang
  for (const { text, found } of words.pieces) {
    if (found) {
      const mark = document.createElement("mark")
      mark.textContent = text
      element.append(mark)
    } else {
      element.append(text)
    }
  }
  return element
}

function chip({ label, text }) {
  const element = document.createElement("span")
  element.className = `chip chip-${label}`
  element.textContent = text
  return element
}

function row(entry, setTriggerValue) {
  const item = document.createElement("li")
  const heading = document.createElement("h3")
  const button = line("button", "entry-title", entry.title)
  button.type = "button"
  button.dataset.entry = entry.id
  button.onclick = () => setTriggerValue("open", entry.id)
  heading.append(button)
  const about = document.createElement("p")
  about.className = "entry-about"
  const facts = document.createElement("span")
  facts.className = "entry-facts"
  facts.textContent = entry.facts
  about.append(...entry.chips.map(chip), facts)
  const above = entry.above ? [line("p", "entry-above", entry.above)] : []
  item.append(...above, heading, line("p", "entry-line", entry.line), about)
  return item
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".shelf")
  const drawn = JSON.stringify(data.groups)
  if (root.drawn !== drawn) {
    root.drawn = drawn
    root.replaceChildren(
      ...data.groups.map((group) => {
        const section = document.createElement("section")
        const heading = document.createElement("h2")
        heading.textContent = group.heading
        const list = document.createElement("ul")
        list.append(...group.entries.map((entry) => row(entry, setTriggerValue)))
        section.append(heading, list)
        return section
      }),
    )
  }
  for (const button of root.querySelectorAll("button")) {
    if (data.opened.includes(button.dataset.entry)) button.setAttribute("aria-current", "true")
    else button.removeAttribute("aria-current")
  }
}
