// The picture of who met whom: a tap, or the arrow keys, tell who a dot is and show their ties.
"use strict";
(() => {
  const frame = document.getElementById("network");
  if (!frame) return;
  const said = document.getElementById("network-said");
  const own = document.getElementById("network-own");
  const fresh = document.getElementById("network-fresh");
  const dots = [...frame.querySelectorAll(".dot")];
  const byId = new Map(dots.map((dot) => [dot.dataset.id, dot]));
  const middle = 500;
  let at = Math.max(0, dots.findIndex((dot) => dot.classList.contains("is-chosen")));

  const placeOf = (dot) => [Number(dot.getAttribute("cx")), Number(dot.getAttribute("cy"))];
  const ids = (text) => text.split(" ").filter(Boolean);

  function curve(from, to) {
    const [x, y] = placeOf(from);
    const [endX, endY] = placeOf(to);
    const bendX = (x + endX + 2 * middle) / 4;
    const bendY = (y + endY + 2 * middle) / 4;
    return `M${x} ${y}Q${bendX} ${bendY} ${endX} ${endY}`;
  }

  function drawn(dot, others) {
    return others.filter((id) => byId.has(id)).map((id) => curve(dot, byId.get(id))).join("");
  }

  function show(number) {
    at = (number + dots.length) % dots.length;
    const dot = dots[at];
    const ties = ids(dot.dataset.ties);
    const news = ids(dot.dataset.fresh);
    for (const one of dots) one.classList.toggle("is-chosen", one === dot);
    frame.classList.add("is-walked");
    own.setAttribute("d", drawn(dot, ties.filter((id) => !news.includes(id))));
    fresh.setAttribute("d", drawn(dot, news));
    const values = { name: dot.dataset.name, team: dot.dataset.team, all: ties.length, fresh: news.length };
    said.textContent = frame.dataset.say.replace(/%\((\w+)\)s/g, (whole, name) => values[name]);
  }

  function nearest(event) {
    let best = 0;
    let least = Infinity;
    dots.forEach((dot, number) => {
      const box = dot.getBoundingClientRect();
      const far = Math.hypot(box.x + box.width / 2 - event.clientX, box.y + box.height / 2 - event.clientY);
      if (far < least) [best, least] = [number, far];
    });
    return best;
  }

  frame.addEventListener("click", (event) => show(nearest(event)));
  frame.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      show(at + step);
    }
  });
})();
