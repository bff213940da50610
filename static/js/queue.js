// Forms with data-queue are sent by this script, in order and each with a key: what cannot be
// sent now waits in the browser, survives closing the tab, and has one effect however often
// it arrives.  Without script they are plain forms.
//   data-queue="latest"    of several unsent ones to the same address only the newest counts
//   data-queue-target="id" the answer is a fragment that takes this element's place
//   data-queue-label="…"   what people read about it while it waits
//   data-queue-clear       its fields are empty again at once, for the next one
// A form with a field "seen" is refused once somebody else changed what it stands on.  The
// answer says what it left (header Queue-Seen), and what was pressed meanwhile stands on that.
(function () {
  "use strict";

  var KEPT = "offsite-queue";
  var LONGEST = 60000;
  // The server takes two presses of one button within 0.7 s for a double click.
  var DOUBLE_CLICK = 700;
  var GAP = 800;
  var PATIENCE = 20000;
  var faults = 0;
  var timer = 0;
  var isSending = false;
  var unkept = [];
  var takenAt = new WeakMap();
  var lastSent = { url: "", at: 0 };
  var asItWas = new Map();

  function newKey() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, function (one) {
      return one.toString(16).padStart(2, "0");
    }).join("");
  }

  // --- What waits ----------------------------------------------------------------------------
  function read() {
    try {
      return JSON.parse(localStorage.getItem(KEPT)) || [];
    } catch (refused) {
      return unkept;
    }
  }

  function write(entries) {
    try {
      localStorage.setItem(KEPT, JSON.stringify(entries));
      unkept = [];
    } catch (refused) {
      // A private window or a full store: then it waits as long as the page is open.
      unkept = entries;
    }
    showLine();
  }

  function reader() {
    var meta = document.querySelector("meta[name=reader]");
    return meta ? meta.content : "";
  }

  function mine(entries) {
    return entries.filter(function (one) {
      return one.reader === reader();
    });
  }

  function change(key, how) {
    write(
      read().flatMap(function (one) {
        return one.key === key ? how(one) : [one];
      })
    );
  }

  // --- Taking a form -------------------------------------------------------------------------
  function take(form, button) {
    if (Date.now() - (takenAt.get(form) || 0) < DOUBLE_CLICK) return;
    takenAt.set(form, Date.now());
    var body = new URLSearchParams(new FormData(form, button));
    body.delete("csrf_token");
    body.delete("once_key");
    var entry = {
      key: newKey(),
      url: new URL(form.getAttribute("action") || location.href, location.href).href,
      body: body.toString(),
      label: form.dataset.queueLabel || document.title,
      target: form.dataset.queueTarget || "",
      page: location.href,
      reader: reader(),
      latest: form.dataset.queue === "latest",
      shown: body.get("seen"),
      tries: 0,
      late: faults > 0,
      refused: "",
    };
    var before = read().filter(function (one) {
      var isOlder = one.latest && one.url === entry.url && one.reader === entry.reader;
      return !(entry.latest && isOlder && (one.refused || one.tries === 0));
    });
    asItWas.set(entry.key, { form: form, copy: form.cloneNode(true) });
    write(before.concat([entry]));
    mark(form, button);
    send();
  }

  function mark(form, button) {
    form.classList.add("is-waiting");
    form.setAttribute("aria-busy", "true");
    if (button && button.hasAttribute("aria-pressed")) press(form, button);
    if (form.hasAttribute("data-queue-clear")) form.reset();
  }

  // The choice shows at once; pressed again it is taken back.
  function press(form, chosen) {
    form.querySelectorAll("button[aria-pressed]").forEach(function (one) {
      var was = one.getAttribute("aria-pressed") === "true";
      if (was && !one.dataset.choice) one.dataset.choice = one.id.split("-").pop();
      var choice = one.dataset.choice || one.value;
      var is = one === chosen && !was;
      one.dataset.choice = choice;
      one.value = is ? "" : choice;
      one.setAttribute("aria-pressed", String(is));
    });
  }

  document.addEventListener(
    "submit",
    function (event) {
      var form = event.target;
      if (!form.hasAttribute("data-queue")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      take(form, event.submitter);
    },
    true
  );

  // --- Sending -------------------------------------------------------------------------------
  function send() {
    // Two tabs would mix up the order; where there are no locks, keys still prevent doubles.
    if (!navigator.locks) return sendAll();
    return navigator.locks.request(KEPT, { ifAvailable: true }, function (lock) {
      return lock ? sendAll() : later(1000);
    });
  }

  function sendAll() {
    if (isSending) return Promise.resolve();
    isSending = true;
    clearTimeout(timer);
    return sendNext().finally(function () {
      isSending = false;
    });
  }

  function sendNext() {
    var entry = mine(read()).find(function (one) {
      return !one.refused;
    });
    if (!entry) return Promise.resolve();
    return gapBefore(entry)
      .then(function () {
        return post(entry);
      })
      .then(function (goesOn) {
        return goesOn ? sendNext() : undefined;
      });
  }

  function gapBefore(entry) {
    var wait = lastSent.url === entry.url ? lastSent.at + GAP - Date.now() : 0;
    return new Promise(function (go) {
      setTimeout(go, Math.max(0, wait));
    });
  }

  function post(entry) {
    change(entry.key, function (one) {
      one.tries += 1;
      return [one];
    });
    var stopping = new AbortController();
    var timeout = setTimeout(function () {
      stopping.abort();
    }, PATIENCE);
    return fetch(entry.url, {
      method: "POST",
      body: new URLSearchParams(entry.body),
      signal: stopping.signal,
      headers: headersOf(entry),
    })
      .then(function (answer) {
        return answer.text().then(function (text) {
          return judge(entry, answer, text);
        });
      })
      .catch(function () {
        return waitLonger(0);
      })
      .finally(function () {
        clearTimeout(timeout);
      });
  }

  function headersOf(entry) {
    var headers = {
      "Idempotency-Key": entry.key,
      "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content,
    };
    if (entry.target) headers["HX-Request"] = "true";
    return headers;
  }

  // Returns whether to go on with the next one.
  function judge(entry, answer, text) {
    if (answer.status >= 500 || answer.status === 429 || answer.status === 408) {
      return waitLonger(1000 * parseFloat(answer.headers.get("Retry-After")) || 0);
    }
    faults = 0;
    lastSent = { url: entry.url, at: Date.now() };
    if (answer.ok) arrived(entry, answer, text);
    else refused(entry, text);
    return true;
  }

  function waitLonger(least) {
    faults = Math.min(faults + 1, 10);
    write(
      read().map(function (one) {
        return Object.assign({}, one, { late: true });
      })
    );
    later(Math.max(least, 1000 * window.offsiteLive.delay(1, faults, Math.random())));
    return false;
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(send, Math.min(wait, LONGEST));
  }

  // --- Answers -------------------------------------------------------------------------------
  function arrived(entry, answer, text) {
    leave(entry, answer.headers.get("Queue-Seen"));
    asItWas.delete(entry.key);
    var isLast = !read().some(function (one) {
      return one.url === entry.url && !one.refused;
    });
    var target = entry.target && document.getElementById(entry.target);
    if (!isLast) return;
    var led = answer.headers.get("Queue-Location");
    if (target) put(target, text);
    // Who was told that it waits may be doing something else by now.
    else if (led && entry.page === location.href && !entry.late) return go(led);
    if (entry.late) tell("offsite:say", words().sent.replace("{what}", entry.label));
    tell("offsite:look", "");
  }

  // It goes, and those that were pressed before its effect was seen stand on what it left: in
  // one write, so that closing the tab cannot come between.  What somebody else changed
  // before or in between has another number, and the server says so.
  function leave(entry, left) {
    var stoodOn = new URLSearchParams(entry.body).get("seen");
    write(
      read().flatMap(function (one) {
        if (one.key === entry.key) return [];
        var body = new URLSearchParams(one.body);
        var follows = one.shown === entry.shown || body.get("seen") === stoodOn;
        if (left === null || one.refused || one.url !== entry.url || !follows) return [one];
        body.set("seen", left);
        return [Object.assign({}, one, { body: body.toString() })];
      })
    );
  }

  function go(address) {
    var to = new URL(address, location.href);
    var isHere = to.pathname + to.search === location.pathname + location.search;
    location.assign(to.href);
    // An address that differs in its fragment only would not be asked for again.
    if (isHere && to.hash) location.reload();
  }

  function put(target, html) {
    var focused = document.activeElement && document.activeElement.id;
    window.htmx.swap(target, html, { swapStyle: "morph:outerHTML", swapDelay: 0, settleDelay: 0 }, { contextElement: target });
    var again = focused && document.getElementById(focused);
    if (again && document.activeElement !== again) again.focus({ preventScroll: true });
    tell("offsite:changed", target.id);
  }

  // The error page says in its lead what was wrong; a form page in its list of faults.
  function reasonIn(html) {
    var page = new DOMParser().parseFromString(html, "text/html");
    var lead = page.querySelector(".error-page .lead, .error-summary li, .field-error p");
    return lead ? lead.textContent.trim() : document.getElementById("toasts").dataset.failed;
  }

  function refused(entry, text) {
    change(entry.key, function (one) {
      one.refused = reasonIn(text);
      return [one];
    });
    var before = asItWas.get(entry.key);
    // The choice that was shown at once did not come true.
    if (before && before.form.isConnected && entry.latest) before.form.replaceWith(before.copy);
    showRefused();
  }

  function tell(name, value) {
    document.dispatchEvent(new CustomEvent(name, { detail: { value: value } }));
  }

  // --- What people see -----------------------------------------------------------------------
  function words() {
    return document.getElementById("queue-line").dataset;
  }

  function showLine() {
    var line = document.getElementById("queue-line");
    var waiting = mine(read()).filter(function (one) {
      return !one.refused;
    });
    // A moment on the way is no news; what failed once, or has waited for others, is.
    var late = waiting.length > 0 && faults > 0;
    var text = late ? line.dataset.waiting.replace("{count}", waiting.length) : "";
    if (!waiting.length) unmark();
    if (line.textContent === text) return;
    if (late && line.hidden) tell("offsite:speak", text);
    if (!late && !line.hidden && !waiting.length) tell("offsite:speak", line.dataset.done);
    line.textContent = text;
    line.hidden = !late;
  }

  function unmark() {
    document.querySelectorAll("form.is-waiting").forEach(function (form) {
      form.classList.remove("is-waiting");
      form.removeAttribute("aria-busy");
    });
  }

  function showRefused() {
    mine(read()).forEach(function (entry) {
      if (entry.refused && !document.getElementById("refused-" + entry.key)) {
        document.getElementById("toasts").append(boxOf(entry));
        tell("offsite:speak", entry.refused);
      }
    });
  }

  function boxOf(entry) {
    var box = document.getElementById("refused-entry").content.firstElementChild.cloneNode(true);
    box.id = "refused-" + entry.key;
    box.querySelector("[data-label]").textContent = entry.label;
    box.querySelector("[data-reason]").textContent = entry.refused;
    box.querySelector("[data-wrote]").textContent = writtenIn(entry.body);
    box.querySelector("details").hidden = !writtenIn(entry.body);
    box.addEventListener("click", function (event) {
      var button = event.target.closest("[data-answer]");
      if (button) answerRefused(entry, box, button.dataset.answer);
    });
    return box;
  }

  // Only what may have taken thought: not choices and numbers.
  function writtenIn(body) {
    return Array.from(new URLSearchParams(body).values())
      .filter(function (one) {
        return one.trim().includes(" ");
      })
      .join("\n\n");
  }

  function answerRefused(entry, box, answer) {
    box.remove();
    change(entry.key, function (one) {
      one.refused = "";
      return answer === "drop" ? [] : [one];
    });
    send();
  }

  // --- When ----------------------------------------------------------------------------------
  function wake() {
    if (document.hidden) return;
    showRefused();
    send();
  }

  window.addEventListener("online", wake);
  window.addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("beforeunload", function (event) {
    if (unkept.length) event.preventDefault();
  });

  window.offsiteQueue = { newKey: newKey };
  showLine();
})();
