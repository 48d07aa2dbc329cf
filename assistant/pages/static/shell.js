// The shell around all pages: what is remembered between runs lives in one object on the window.

const ATTRIBUTES = ["aria-label", "title", "placeholder"]

function memory() {
  window.assistantShell ??= { words: new Map(), page: null, announced: null, revealed: null, observer: null }
  return window.assistantShell
}

function liveRegion() {
  let region = document.getElementById("live-status")
  if (!region) {
    region = document.createElement("div")
    region.id = "live-status"
    region.className = "only-read-aloud"
    region.setAttribute("role", "status")
    document.body.append(region)
  }
  return region
}

function isOurs(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement
  return !element || element.closest(".answer, .question, .source, .copy, textarea, script, style") !== null
}

function translateText(node, words) {
  const word = words.get(node.data.trim())
  if (word !== undefined && !isOurs(node)) node.data = word
}

function translateElement(element, words) {
  for (const name of ATTRIBUTES) {
    const word = words.get(element.getAttribute(name))
    if (word !== undefined && !isOurs(element)) element.setAttribute(name, word)
  }
}

function translate(node, words) {
  if (node.nodeType === Node.TEXT_NODE) return translateText(node, words)
  if (node.nodeType !== Node.ELEMENT_NODE) return
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
  for (let at = walker.currentNode; at; at = walker.nextNode()) {
    if (at.nodeType === Node.TEXT_NODE) translateText(at, words)
    else translateElement(at, words)
  }
}

function watch(state) {
  if (state.observer) return
  state.observer = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach((node) => translate(node, state.words))
      else if (change.type === "characterData") translateText(change.target, state.words)
      else translateElement(change.target, state.words)
    }
  })
  state.observer.observe(document.body, {
    childList: true,
    subtree: true,
    characterData: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  })
}

function whenDrawn(selector, then, tries = 40) {
  const element = document.querySelector(selector)
  if (element) then(element)
  else if (tries > 0) setTimeout(() => whenDrawn(selector, then, tries - 1), 50)
}

function markCurrentPage() {
  for (const link of document.querySelectorAll(".st-key-top a")) {
    if (link.pathname === window.location.pathname) link.setAttribute("aria-current", "page")
    else link.removeAttribute("aria-current")
  }
}

function focusHeading() {
  whenDrawn("[data-testid=stMain] h1, h1", (heading) => {
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
  })
}

function reveal({ element: selector, block, beside, focus }) {
  whenDrawn(selector, (element) => {
    if (focus) document.querySelector(focus)?.focus({ preventScroll: true })
    // a question that already stands high, or that the reader has scrolled past, is left where it is
    if (block === "start" && element.getBoundingClientRect().top < window.innerHeight * 0.15) return
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches
    element.scrollIntoView({ block, behavior: calm ? "auto" : "smooth" })
    if (beside) whenDrawn(beside, (row) => row.scrollIntoView({ block: "nearest" }))
  })
}

export default function ({ data }) {
  const state = memory()
  document.documentElement.lang = data.language
  state.words = new Map(Object.entries(data.words))
  watch(state)
  translate(document.body, state.words)

  const region = liveRegion()
  if (data.announcement.id && data.announcement.id !== state.announced) {
    state.announced = data.announcement.id
    region.textContent = data.announcement.text
  }
  const revealing = data.reveal.id && data.reveal.id !== state.revealed
  if (revealing) {
    state.revealed = data.reveal.id
    reveal(data.reveal)
  }
  if (state.page !== null && state.page !== data.page && !(revealing && data.reveal.focus)) focusHeading()
  state.page = data.page
  markCurrentPage()
}
