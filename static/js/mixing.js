// Dragging people between the groups of a draft.  Without it, every name leads to a panel.
(() => {
  "use strict";

  const board = document.getElementById("seating");
  const form = document.getElementById("drop-form");
  if (!board || !form || !board.dataset.costs) return;

  const cards = [...board.querySelectorAll("[data-group]")];
  let person = null;
  let costs = new Map();

  const cardAt = (event) => event.target.closest?.("[data-group]");
  const isOwn = (card) => card.querySelector(`[data-person="${person}"]`) !== null;

  function show() {
    for (const card of cards) {
      const cost = isOwn(card) ? null : costs.get(card.dataset.group);
      const line = card.querySelector(".drop-cost");
      line.textContent = cost ? cost.text : "";
      line.classList.toggle("is-bad", Boolean(cost?.bad));
    }
  }

  async function ask(about) {
    const answer = await fetch(`${board.dataset.costs}&person=${about}`);
    if (!answer.ok || person !== about) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    costs = new Map(
      [...page.querySelectorAll("[data-group]")].map((one) => [
        one.dataset.group,
        { text: one.textContent, full: one.dataset.full === "1", bad: one.dataset.bad === "1" },
      ]),
    );
    show();
  }

  function forget() {
    person = null;
    costs = new Map();
    for (const card of cards) card.classList.remove("is-target");
    show();
  }

  board.addEventListener("dragstart", (event) => {
    const seat = event.target.closest?.("[data-person]");
    if (!seat) return;
    person = seat.dataset.person;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", seat.textContent.trim());
    ask(person).catch(() => {});
  });

  board.addEventListener("dragover", (event) => {
    const card = person && cardAt(event);
    if (!card || isOwn(card)) return;
    event.preventDefault();
    for (const one of cards) one.classList.toggle("is-target", one === card);
  });

  board.addEventListener("drop", (event) => {
    const card = person && cardAt(event);
    if (!card || isOwn(card)) return;
    event.preventDefault();
    if (costs.get(card.dataset.group)?.full) {
      // Who is full can only change places: the panel lists with whom, and what it costs.
      location.assign(`${board.dataset.panel}&person=${person}&into=${card.dataset.group}#panel`);
      return;
    }
    form.elements.person_id.value = person;
    form.elements.group_id.value = card.dataset.group;
    form.submit();
  });

  board.addEventListener("dragend", forget);
})();
