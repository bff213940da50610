// Dragging in the studio: an item to a room and time, with what that would do said on the way.
(function () {
  "use strict";

  var EDGE = 70;
  var STEP = 14;
  var studio = window.offsiteStudio;
  var dragged = null;
  var marked = null;

  function prepare() {
    if (!studio.root() || !studio.root().hasAttribute("data-can-change")) return;
    document.querySelectorAll("#studio .grid-o .session, #studio .unplaced-rows .row-o").forEach(function (box) {
      var link = box.querySelector(".session-title a, [data-item]");
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
    var rooms = JSON.parse(studio.root().dataset.rooms);
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

  // --- What it would cost ------------------------------------------------------------------------
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
    var url = studio.root().dataset.base + "items/" + dragged + "/cost?" + new URLSearchParams(place);
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

  // --- Near an edge what is beyond comes in ------------------------------------------------------
  var pointer = null;

  function pull(at, low, high) {
    if (at < low + EDGE) return -STEP;
    return at > high - EDGE ? STEP : 0;
  }

  function roll() {
    if (!dragged) return;
    if (pointer) {
      window.scrollBy(0, pull(pointer.y, 0, window.innerHeight));
      if (pointer.frame) {
        var box = pointer.frame.getBoundingClientRect();
        pointer.frame.scrollLeft += pull(pointer.x, box.left, box.right);
        pointer.frame.scrollTop += pull(pointer.y, Math.max(0, box.top), Math.min(window.innerHeight, box.bottom));
      }
    }
    requestAnimationFrame(roll);
  }

  document.addEventListener("dragstart", function (event) {
    var box = event.target.closest && event.target.closest(".can-drag");
    if (!box) return;
    dragged = studio.codeOf(box.querySelector(".session-title a, [data-item]"));
    box.classList.add("is-dragged");
    pointer = null;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged);
    requestAnimationFrame(roll);
  });

  document.addEventListener("dragover", function (event) {
    if (!dragged) return;
    var frame = event.target.closest && event.target.closest(".grid-frame");
    pointer = { x: event.clientX, y: event.clientY, frame: frame };
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
    body.set("seen_version", studio.root().dataset.version);
    studio.send(studio.root().dataset.base + "items/" + dragged + "/place?item=" + dragged, body, dragged);
  });

  document.addEventListener("dragend", function () {
    document.querySelectorAll(".is-dragged").forEach(function (box) {
      box.classList.remove("is-dragged");
    });
    dragged = null;
    mark(null);
    hideCost();
  });

  document.addEventListener("studio:shown", prepare);
  prepare();
})();
