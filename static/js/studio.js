// The studio: change a draft without leaving its place, and see what others change.
// It only presses the page's own buttons faster; without it every form works as a page.
(function () {
  "use strict";

  var SECONDS = 2;
  var isBusy = false;

  function studio() {
    return document.getElementById("studio");
  }

  function dialog() {
    return document.getElementById("studio-dialog");
  }

  function codeOf(link) {
    return new URL(link.href, location.href).searchParams.get("item");
  }

  function say(text) {
    if (text) document.dispatchEvent(new CustomEvent("offsite:say", { detail: { value: text } }));
  }

  function places() {
    return document.getElementById("toasts").dataset;
  }

  // --- Showing a draft as it is now --------------------------------------------------------------
  function parsed(html) {
    return new DOMParser().parseFromString(html, "text/html");
  }

  // What is folded away has a place on paper only.
  function isShown(one) {
    return one.checkVisibility ? one.checkVisibility() : Boolean(one.offsetParent);
  }

  // Whatever stands at the top of the screen stays there.
  function anchor() {
    var items = document.querySelectorAll("#studio .session-title a, #studio [data-item]");
    return Array.from(items).find(function (one) {
      return isShown(one) && one.getBoundingClientRect().top > 80;
    });
  }

  function placeOf(link) {
    return link && link.closest(".only-wide, .only-narrow, .unplaced-side, .unplaced-fold");
  }

  // The same item in the new page, in the list it stood in if it still does.
  function linkOf(code, wanted) {
    var links = document.querySelectorAll("#studio .session-title a, #studio [data-item]");
    var hits = Array.from(links).filter(function (one) {
      return isShown(one) && codeOf(one) === code;
    });
    return hits.find(function (one) {
      return wanted && one.closest("." + wanted);
    }) || hits[0];
  }

  function replaceBy(fresh) {
    var held = anchor();
    var code = held && codeOf(held);
    var wanted = held && placeOf(held) && placeOf(held).classList[0];
    var before = held ? held.getBoundingClientRect().top : 0;
    var focused = document.activeElement;
    var kept = focused && focused.href && studio().contains(focused) ? codeOf(focused) : null;
    window.Idiomorph.morph(studio(), fresh, {
      morphStyle: "outerHTML",
      callbacks: {
        beforeAttributeUpdated: function (name, node) {
          // What somebody unfolded stays unfolded.
          return !(name === "open" && node.tagName === "DETAILS");
        },
      },
    });
    prepare();
    if (kept && document.activeElement === document.body) focusOn(kept);
    var again = code && linkOf(code, wanted);
    if (again) window.scrollBy(0, again.getBoundingClientRect().top - before);
  }

  function focusOn(code) {
    var hit = code && linkOf(code);
    if (hit) hit.focus({ preventScroll: true });
  }

  function prepare() {
    document.querySelectorAll("[data-find]").forEach(find);
    showDay();
    document.dispatchEvent(new CustomEvent("studio:shown"));
  }

  // --- Sending a change --------------------------------------------------------------------------
  // One at a time, in the order of the presses.  What waits was pressed on a page that one's
  // own change has made old: it goes on from the page as that change left it.
  var sent = null;
  var waiting = [];

  function send(url, body, code) {
    var press = { url: url, body: body, code: code };
    if (isBusy) {
      if (!isTwice(press)) waiting.push(press);
      return showBusy();
    }
    sent = press;
    isBusy = true;
    showBusy();
    var token = document.querySelector("meta[name=csrf-token]");
    fetch(url, {
      method: "POST",
      body: body,
      headers: { "X-CSRFToken": token.content, "HX-Request": "true" },
    })
      .then(function (answer) {
        return answer.text().then(function (html) {
          var fresh = parsed(html).getElementById("studio");
          if (!fresh || !answer.ok) waiting = [];
          shown(fresh, answer.ok, code);
        });
      })
      .catch(function () {
        waiting = [];
        say(places().offline);
      })
      .finally(function () {
        isBusy = false;
        showBusy();
        var next = waiting.shift();
        if (!next) return;
        next.body.set("seen_version", studio().dataset.version);
        send(next.url, next.body, next.code);
      });
  }

  // A double click is one press; only undo and redo may be meant twice.
  function isTwice(press) {
    var last = waiting[waiting.length - 1] || sent;
    var isSame = last.url === press.url && String(last.body) === String(press.body);
    return isSame && !/\/(undo|redo)$/.test(press.url);
  }

  function showBusy() {
    [studio(), dialog()].forEach(function (one) {
      if (!one) return;
      if (isBusy) one.setAttribute("aria-busy", "true");
      else one.removeAttribute("aria-busy");
    });
  }

  // What was refused comes with the reason; any other fault changes nothing.
  function shown(fresh, isDone, code) {
    if (!fresh) return say(places().failed);
    closeDialog();
    fresh.querySelectorAll("#panel").forEach(function (panel) {
      if (isDone) panel.remove();
    });
    replaceBy(fresh);
    if (isDone) {
      history.replaceState(null, "", studio().dataset.base);
      focusOn(code);
      say(studio().dataset.say);
      return;
    }
    var refusal = document.querySelector("#studio [data-refusal]");
    if (!refusal) return;
    refusal.scrollIntoView();
    refusal.focus({ preventScroll: true });
    say(refusal.textContent.replace(/\s+/g, " ").trim());
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-studio") || !studio()) return;
    event.preventDefault();
    send(form.action, new URLSearchParams(new FormData(form)), form.dataset.studio);
  });

  // --- The dialog --------------------------------------------------------------------------------
  var opener = null;

  function openDialog(url, code) {
    fetch(url, { headers: { "HX-Request": "true" } })
      .then(function (answer) {
        return answer.text();
      })
      .then(function (html) {
        // One panel at a time: its fields have names of their own.
        document.querySelectorAll("#studio #panel").forEach(function (panel) {
          panel.remove();
        });
        dialog().innerHTML = html;
        opener = code;
        if (!dialog().open) dialog().showModal();
      })
      .catch(function () {
        location.assign(url);
      });
  }

  function closeDialog() {
    if (dialog() && dialog().open) dialog().close();
  }

  document.addEventListener("click", function (event) {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey)
      return;
    var link = event.target.closest("a");
    if (!link || !studio()) return;
    if (link.hasAttribute("data-close-panel") && dialog().contains(link)) {
      event.preventDefault();
      closeDialog();
    } else if (link.hasAttribute("data-in-dialog")) {
      event.preventDefault();
      openDialog(link.href, opener);
    } else if (studio().contains(link) && studio().hasAttribute("data-can-change") && codeOf(link)) {
      event.preventDefault();
      openDialog(link.href, codeOf(link));
    }
  });

  // --- What it would cost ------------------------------------------------------------------------
  var timer = 0;

  document.addEventListener("change", function (event) {
    var form = event.target.form;
    if (!form || !form.dataset.costs) return;
    clearTimeout(timer);
    timer = setTimeout(function () {
      askCost(form);
    }, 50);
  });

  function askCost(form) {
    var asked = new URLSearchParams(new FormData(form));
    asked.delete("csrf_token");
    fetch(form.dataset.costs + "?" + asked)
      .then(function (answer) {
        return answer.text().then(function (text) {
          form.querySelector("[data-cost]").textContent = text;
        });
      })
      .catch(function () {});
  }

  // --- Items without a place, and days on a phone ------------------------------------------------
  function find(field) {
    var list = document.getElementById(field.dataset.find);
    var text = field.value.trim().toLowerCase();
    var left = 0;
    Array.from(list.children).forEach(function (row) {
      row.hidden = !row.textContent.toLowerCase().includes(text);
      left += row.hidden ? 0 : 1;
    });
    list.parentElement.querySelector("[data-found-none]").hidden = left > 0;
  }

  document.addEventListener("input", function (event) {
    if (event.target.matches("[data-find]")) find(event.target);
  });

  var chosenDay = "";

  document.addEventListener("click", function (event) {
    var tab = event.target.closest(".day-tabs a");
    if (!tab) return;
    event.preventDefault();
    chosenDay = new URL(tab.href).searchParams.get("day_shown");
    showDay();
  });

  function showDay() {
    if (!chosenDay) return;
    document.querySelectorAll(".studio-day").forEach(function (one) {
      one.classList.toggle("is-other-day", one.dataset.day !== chosenDay);
    });
    document.querySelectorAll(".day-tabs a").forEach(function (tab) {
      if (new URL(tab.href).searchParams.get("day_shown") === chosenDay)
        tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    });
  }

  // --- What others change ------------------------------------------------------------------------
  var tag = "";
  var pause = SECONDS;
  var looking = 0;

  // A little chance, so that many pages do not ask at the same moment.
  function lookLater(seconds) {
    clearTimeout(looking);
    looking = setTimeout(look, 1000 * seconds * (0.85 + 0.3 * Math.random()));
  }

  function isInTheWay() {
    return isBusy || dialog().open || document.querySelector("#studio [data-refusal], #panel, .is-dragged");
  }

  function look() {
    if (!studio() || !studio().dataset.watch) return;
    if (document.hidden) return;
    if (isInTheWay()) return lookLater(1);
    var version = studio().dataset.version;
    fetch(studio().dataset.watch + "?seen=" + version, { headers: tag ? { "If-None-Match": tag } : {} })
      .then(function (answer) {
        pause = Number(answer.headers.get("Live-Interval")) || SECONDS;
        if (answer.status === 304) return;
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.text().then(function (html) {
          var fresh = parsed(html).getElementById("studio");
          // A change of one's own may have come between.
          if (!fresh || isInTheWay() || studio().dataset.version !== version) return;
          tag = answer.headers.get("ETag") || "";
          replaceBy(fresh);
          say(fresh.dataset.say);
        });
      })
      .catch(function () {
        pause = Math.min(60, pause * 2);
      })
      .finally(function () {
        lookLater(pause);
      });
  }

  document.addEventListener("visibilitychange", look);
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) look();
  });

  window.offsiteStudio = { send: send, codeOf: codeOf, root: studio };
  if (studio()) {
    prepare();
    lookLater(pause);
  }
  if (dialog())
    dialog().addEventListener("close", function () {
      focusOn(opener);
      opener = null;
    });
})();
