// The studio: drag an item to a room and time, and change a draft without leaving its place.
// It only presses the page's own buttons faster; without it every form works as a page.
(function () {
  "use strict";

  var dragged = null;
  var marked = null;
  var isBusy = false;

  function studio() {
    return document.getElementById("studio");
  }

  function codeOf(link) {
    return new URL(link.href, location.href).searchParams.get("item");
  }

  // --- Asking the server ---------------------------------------------------------------------
  function say(text) {
    document.dispatchEvent(new CustomEvent("offsite:say", { detail: { value: text } }));
  }

  function send(url, body, code) {
    if (isBusy) return;
    isBusy = true;
    var token = document.querySelector("meta[name=csrf-token]");
    fetch(url, { method: "POST", body: body, headers: { "X-CSRFToken": token.content } })
      .then(function (answer) {
        return answer.text().then(function (html) {
          show(new DOMParser().parseFromString(html, "text/html"), answer, code);
        });
      })
      .catch(function () {
        say(document.getElementById("toasts").dataset.offline);
      })
      .finally(function () {
        isBusy = false;
      });
  }

  // What was refused comes as the same page with the reason; any other fault changes nothing.
  function show(page, answer, code) {
    var fresh = page.getElementById("main");
    if (!fresh || !page.getElementById("studio")) {
      say(document.getElementById("toasts").dataset.failed);
      return;
    }
    var top = window.scrollY;
    document.getElementById("main").replaceWith(document.adoptNode(fresh));
    document.title = page.title;
    if (answer.redirected) history.replaceState(null, "", answer.url);
    prepare();
    window.scrollTo(0, top);
    focusOn(code || new URL(location.href).searchParams.get("item"));
    var told = document.querySelector("#main [data-refusal], #main .flashes > *");
    if (told) say(told.textContent.replace(/\s+/g, " ").trim());
    if (!answer.ok) document.querySelector("#main [data-refusal], #panel").scrollIntoView();
  }

  function focusOn(code) {
    var links = document.querySelectorAll("#main .session-title a, #unplaced [data-unplaced]");
    var hit = Array.from(links).find(function (link) {
      return link.offsetParent && codeOf(link) === code;
    });
    if (hit) hit.focus({ preventScroll: true });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-studio") || !studio()) return;
    event.preventDefault();
    send(form.action, new URLSearchParams(new FormData(form)), form.dataset.studio);
  });

  // --- Dragging ------------------------------------------------------------------------------
  function prepare() {
    if (!studio()) return;
    document.querySelectorAll("#main .grid-o .session, #unplaced .row-o").forEach(function (box) {
      var link = box.querySelector(".session-title a, [data-unplaced]");
      if (!link) return;
      box.draggable = true;
      box.classList.add("can-drag");
      // The link would be dragged as an address of its own.
      link.draggable = false;
    });
  }

  // Room and time under the pointer: by where things are, so long items are no matter.
  function placeAt(event) {
    var table = event.target.closest && event.target.closest(".grid-o");
    if (!table) return null;
    var rooms = JSON.parse(studio().dataset.rooms);
    var head = Array.from(table.tHead.rows[0].cells).find(function (cell) {
      var box = cell.getBoundingClientRect();
      return box.left <= event.clientX && event.clientX < box.right;
    });
    var row = Array.from(table.tBodies[0].rows).find(function (one) {
      var box = one.getBoundingClientRect();
      return box.top <= event.clientY && event.clientY < box.bottom;
    });
    var room = head && rooms[head.textContent.trim()];
    var time = row && row.querySelector("th time");
    if (!room || !time) return null;
    var local = time.getAttribute("datetime");
    return { slot: "", room: room, day: local.slice(0, 10), clock: local.slice(11, 16) };
  }

  function mark(cell) {
    if (marked) marked.classList.remove("is-target");
    marked = cell;
    if (marked) marked.classList.add("is-target");
  }

  // --- What it would cost --------------------------------------------------------------------
  var asked = "";
  var timer = 0;

  function hideCost() {
    asked = "";
    clearTimeout(timer);
    var box = document.getElementById("studio-cost");
    if (box) box.remove();
  }

  function showCost(text) {
    var box = document.getElementById("studio-cost") || document.createElement("p");
    box.id = "studio-cost";
    box.className = "studio-cost";
    box.textContent = text;
    document.body.append(box);
  }

  function askCost(place) {
    var url = studio().dataset.base + "items/" + dragged + "/cost?" + new URLSearchParams(place);
    if (url === asked) return;
    hideCost();
    asked = url;
    timer = setTimeout(function () {
      fetch(url).then(function (answer) {
        if (!answer.ok) return;
        answer.text().then(function (text) {
          // The pointer may be elsewhere by now, or the item dropped.
          if (url === asked) showCost(text);
        });
      }, function () {});
    }, 100);
  }

  document.addEventListener("dragstart", function (event) {
    var box = event.target.closest && event.target.closest(".can-drag");
    if (!box) return;
    dragged = codeOf(box.querySelector(".session-title a, [data-unplaced]"));
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged);
  });

  document.addEventListener("dragover", function (event) {
    if (!dragged) return;
    var place = placeAt(event);
    mark(place ? event.target.closest("td") : null);
    if (!place) return hideCost();
    event.preventDefault();
    askCost(place);
  });

  document.addEventListener("drop", function (event) {
    if (!dragged) return;
    var place = placeAt(event);
    if (!place) return;
    event.preventDefault();
    var body = new URLSearchParams(place);
    body.set("seen_version", studio().dataset.version);
    send(studio().dataset.base + "items/" + dragged + "/place?item=" + dragged, body, dragged);
  });

  document.addEventListener("dragend", function () {
    dragged = null;
    mark(null);
    hideCost();
  });

  prepare();
})();
