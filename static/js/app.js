// Small comforts. Every page works without them.
(function () {
  "use strict";

  // --- Saying things -------------------------------------------------------------------------
  var SPEAK_EVERY = 5000;
  var waiting = null;
  var lastSpoken = -SPEAK_EVERY;
  var timer = 0;

  // At most one spoken message in five seconds; of several that wait, the newest is spoken.
  function speak(text) {
    waiting = text;
    if (timer) return;
    timer = setTimeout(function () {
      timer = 0;
      lastSpoken = Date.now();
      document.getElementById("status").textContent = waiting;
    }, Math.max(50, lastSpoken + SPEAK_EVERY - Date.now()));
  }

  function toast(text, tone) {
    var place = document.getElementById("toasts");
    var box = document.createElement("div");
    var words = document.createElement("span");
    var close = document.createElement("button");
    box.className = "toast-o toast-" + (tone || "good");
    words.textContent = text;
    close.type = "button";
    close.className = "btn btn-quiet btn-icon";
    close.setAttribute("aria-label", place.dataset.close);
    close.dataset.closeToast = "";
    close.textContent = "×";
    box.append(words, close);
    place.append(box);
    if (tone !== "bad") fadeLater(box);
    speak(text);
  }

  // A message stays while someone points at it or tabs into it.
  function fadeLater(box) {
    setTimeout(function () {
      if (box.matches(":hover, :focus-within")) fadeLater(box);
      else box.remove();
    }, 8000);
  }

  // --- Clicks --------------------------------------------------------------------------------
  function copy(button) {
    var field = document.getElementById(button.dataset.copy);
    field.select();
    var done = function () {
      toast(button.dataset.copied);
    };
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(done, function () {});
    else if (document.execCommand("copy")) done();
  }

  function openDialog(link, event) {
    var dialog = document.getElementById(link.dataset.dialog);
    if (!dialog || !dialog.showModal) return;
    event.preventDefault();
    dialog.showModal();
  }

  function closeDialog(link, event) {
    var dialog = link.closest("dialog");
    if (!dialog.open) return;
    event.preventDefault();
    dialog.close();
  }

  function closeDetails(button) {
    var details = button.closest("details");
    details.open = false;
    details.querySelector("summary").focus();
  }

  var CLICKS = {
    "[data-copy]": copy,
    "[data-dialog]": openDialog,
    "[data-close-dialog]": closeDialog,
    "[data-close-details]": closeDetails,
    "[data-close-toast]": function (button) {
      button.parentElement.remove();
    },
    "[data-print]": function () {
      window.print();
    },
    "[data-theme-choice]": function (button) {
      window.offsiteTheme.choose(button.dataset.themeChoice);
      showTheme();
    },
  };

  document.addEventListener("click", function (event) {
    Object.keys(CLICKS).forEach(function (selector) {
      var hit = event.target.closest(selector);
      if (hit && hit !== document.documentElement) CLICKS[selector](hit, event);
    });
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var menu = document.querySelector("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // A link styled as a button answers to the space bar as a button does.
  document.addEventListener("keydown", function (event) {
    if (event.key !== " " || !event.target.matches("a[role=button]")) return;
    event.preventDefault();
    event.target.click();
  });

  function showTheme() {
    var current = window.offsiteTheme.current();
    document.querySelectorAll("button[data-theme-choice]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === current));
    });
  }

  // --- Forms ---------------------------------------------------------------------------------
  var changed = new Set();

  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && form.hasAttribute("data-guard")) changed.add(form);
  });

  ["submit", "reset"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      changed.delete(event.target);
    });
  });

  document.addEventListener("change", function (event) {
    var form = event.target.form;
    if (form && form.hasAttribute("data-autosubmit")) form.requestSubmit();
  });

  window.addEventListener("beforeunload", function (event) {
    var lost = Array.from(changed).some(function (form) {
      return form.isConnected;
    });
    if (lost) event.preventDefault();
  });

  // --- Now -----------------------------------------------------------------------------------
  function markNow() {
    var now = Date.now();
    document.querySelectorAll("[data-starts]").forEach(function (element) {
      var starts = Date.parse(element.dataset.starts);
      var ends = Date.parse(element.dataset.ends);
      element.classList.toggle("is-now", starts <= now && now < ends);
      element.classList.toggle("is-past", ends <= now);
    });
  }

  // --- htmx ----------------------------------------------------------------------------------
  document.addEventListener("htmx:configRequest", function (event) {
    var token = document.querySelector("meta[name=csrf-token]");
    if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.content;
  });

  // The error page says in its lead what was wrong; that sentence is the best one we have.
  function reason(html) {
    var page = new DOMParser().parseFromString(html, "text/html");
    var lead = page.querySelector(".error-page .lead");
    return lead && lead.textContent.trim();
  }

  function places() {
    return document.getElementById("toasts").dataset;
  }

  document.addEventListener("htmx:sendError", function () {
    toast(places().offline, "bad");
  });

  document.addEventListener("htmx:responseError", function (event) {
    toast(reason(event.detail.xhr.responseText) || places().failed, "bad");
  });

  document.addEventListener("htmx:afterSwap", function (event) {
    markNow();
    var says = event.detail.elt.dataset && event.detail.elt.dataset.say;
    if (says) speak(says);
  });

  document.addEventListener("offsite:say", function (event) {
    toast(event.detail.value);
  });

  document.addEventListener("offsite:speak", function (event) {
    speak(event.detail.value);
  });

  document.addEventListener("offsite:changed", markNow);

  // --- Start ---------------------------------------------------------------------------------
  var summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
  showTheme();
  markNow();
  setInterval(markNow, 30000);
})();
