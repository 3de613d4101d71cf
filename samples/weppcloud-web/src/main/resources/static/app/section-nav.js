// The links to the sections of a long page.

/** Marks among the links of a nav the one whose section is being read. */
export function followSections(nav) {
  const links = new Map([...nav.querySelectorAll("a")].map((link) => [document.querySelector(link.hash), link]));
  const visible = new Set();
  // What is read is what crosses the upper part of the window.
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      visible[isIntersecting ? "add" : "delete"](target);
    }
    const current = [...links.keys()].find((section) => visible.has(section));
    for (const [section, link] of links) {
      link.ariaCurrent = section === current ? "true" : null;
    }
  }, { rootMargin: "-15% 0px -70% 0px" });
  for (const section of links.keys()) {
    observer.observe(section);
  }
}
