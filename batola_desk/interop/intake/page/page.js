/* The caller's page. Plain ES5 and XMLHttpRequest: telephones of 2013 run it. Nothing is kept on the telephone,
   and it makes neither sound nor vibration: who writes may be hiding. */
(function () {
  "use strict";
  var ASK_MS = 4000, ASK_HIDDEN_MS = 12000, AGAIN_MS = 2500, KEEP_S = 20, BETTER = 0.8;
  var secret = location.hash.replace("#", "");
  var seen = 0, counter = 0, queue = [], isSending = false, isOver = false;
  var watch = null, best = null, sentAt = 0, hasPosition = false, begun = String(new Date().getTime());

  function part(id) { return document.getElementById(id); }
  function show(id, on) { part(id).className = part(id).className.replace(/ ?hidden/g, "") + (on ? "" : " hidden"); }
  function say(id, words) { part(id).textContent = words; }
  function clock(ms) {
    var at = new Date(ms), m = at.getMinutes();
    return at.getHours() + "." + (m < 10 ? "0" : "") + m;
  }

  /* ---- one request at a time; what cannot be sent waits and is tried again, under one name */

  function post(content, done) {
    var asking = new XMLHttpRequest(), ended = false;
    function finish(status, answer) { if (!ended) { ended = true; done(status, answer); } }
    content.t = secret;
    content.a = seen;
    asking.open("POST", "p", true);
    asking.timeout = 15000;
    asking.setRequestHeader("Content-Type", "application/json");
    asking.onreadystatechange = function () {
      var answer = null;
      if (asking.readyState !== 4) { return; }
      try { answer = JSON.parse(asking.responseText); } catch (fault) { answer = null; }
      finish(asking.status, answer);
    };
    asking.ontimeout = function () { finish(0, null); };
    asking.onerror = function () { finish(0, null); };
    asking.send(JSON.stringify(content));
  }

  function put(content, done) {
    counter += 1;
    content.n = begun + "-" + counter;
    queue.push({ content: content, done: done || function () {} });
    work();
  }

  function work() {
    var first;
    if (isSending || isOver || !queue.length) { return; }
    isSending = true;
    first = queue[0];
    post(first.content, function (status, answer) {
      isSending = false;
      if (status === 200 || status === 422) {
        queue.shift();
        take(answer);
        first.done(status === 200);
        work();
      } else if (status === 404 || status === 410) {
        end();
      } else {
        say("notice", "Jaringan lemah. Dicoba lagi …");
        show("notice", true);
        setTimeout(work, AGAIN_MS);
      }
    });
  }

  function take(answer) {
    var i, text;
    show("notice", false);
    if (!answer || !answer.texts) { return; }
    for (i = 0; i < answer.texts.length; i += 1) {
      text = answer.texts[i];
      if (text.n > seen) {
        seen = text.n;
        line("theirs", "Petugas 112", text.text);
      }
    }
  }

  function end() {
    isOver = true;
    stop();
    show("page", false);
    say("notice", "Tautan ini sudah tidak berlaku. Bila masih darurat, telepon 112.");
    show("notice", true);
  }

  function line(kind, who, words) {
    var made = document.createElement("p"), name = document.createElement("small");
    name.textContent = who;
    made.className = kind;
    made.appendChild(name);
    made.appendChild(document.createTextNode(words));
    part("talk").appendChild(made);
    if (made.scrollIntoView && kind === "theirs") { made.scrollIntoView(false); }
    return made;
  }

  /* ---- the position: the first at once, then better ones, then now and again */

  function found(position) {
    var at = position.coords, now = new Date().getTime(), accuracy = at.accuracy || 0;
    var isBetter = best === null || accuracy < best * BETTER;
    if (!isBetter && now - sentAt < KEEP_S * 1000) { return; }
    best = accuracy;
    sentAt = now;
    hasPosition = true;
    put({ k: "position", lat: at.latitude, lon: at.longitude, acc: accuracy, at: position.timestamp || now },
      function () {
        say("place", "Lokasi terkirim (±" + Math.max(1, Math.round(accuracy)) + " m)");
        say("hint", "Sudah diteruskan ke petugas 112. Biarkan halaman ini terbuka: lokasi yang lebih tepat dikirim sendiri.");
        show("again", false);
      });
  }

  function failed(fault) {
    if (hasPosition) { return; }
    if (fault && fault.code === 1) {
      stop();
      put({ k: "decline" });
      say("place", "Lokasi tidak diizinkan");
      say("hint", "Buka izin lokasi untuk halaman ini, lalu coba lagi. Atau tulis di bawah: desa, RT, patokan.");
      show("again", true);
    } else {
      say("place", "Lokasi belum ditemukan");
      say("hint", "Nyalakan lokasi (GPS) di HP, pergi ke dekat jendela atau ke luar. Masih dicari …");
    }
  }

  function begin() {
    show("consent", false);
    show("sending", true);
    show("again", false);
    say("place", "Mencari lokasi …");
    put({ k: "consent" });
    if (!navigator.geolocation) {
      say("place", "HP ini tidak bisa memberi lokasi");
      say("hint", "Tulis di bawah: desa, RT, patokan.");
      return;
    }
    stop();
    watch = navigator.geolocation.watchPosition(found, failed,
      { enableHighAccuracy: true, timeout: 30000, maximumAge: 5000 });
  }

  function stop() {
    if (watch !== null) { navigator.geolocation.clearWatch(watch); watch = null; }
  }

  function decline() {
    put({ k: "decline" });
    show("consent", false);
    show("sending", true);
    show("again", true);
    say("place", "Lokasi tidak dikirim");
    say("hint", "Anda tetap bisa menjawab atau menulis di bawah. Sebut desa, RT, patokan.");
    stop();
  }

  /* ---- words */

  function answer(code, label, made) {
    var shown = line("mine late", "Anda", label);
    made.disabled = true;
    put({ k: "answer", code: code }, function (isTaken) {
      shown.className = isTaken ? "mine" : "mine late";
      made.disabled = false;
    });
  }

  function write() {
    var words = part("words").value.replace(/^\s+|\s+$/g, ""), shown;
    if (!words) { return; }
    part("words").value = "";
    shown = line("mine late", "Anda", words);
    put({ k: "text", text: words }, function (isTaken) { shown.className = isTaken ? "mine" : "mine late"; });
  }

  function addAnswer(known) {
    var made = document.createElement("button");
    made.type = "button";
    made.id = "answer-" + known.code;
    made.appendChild(document.createTextNode(known.label));
    made.onclick = function () { answer(known.code, known.label, made); };
    part("answers").appendChild(made);
  }

  /* ---- the beginning */

  function ask() {
    if (isOver) { return; }
    if (queue.length || isSending) { setTimeout(ask, ASK_MS); return; }
    isSending = true;
    post({ k: "ask" }, function (status, content) {
      isSending = false;
      if (status === 200) { take(content); } else if (status === 404 || status === 410) { end(); }
      work();
      setTimeout(ask, document.hidden ? ASK_HIDDEN_MS : ASK_MS);
    });
  }

  function open() {
    post({ k: "open" }, function (status, content) {
      var i;
      if (status === 404 || status === 410 || status === 422) { end(); return; }
      if (status !== 200 || !content) {
        say("notice", "Jaringan lemah. Dicoba lagi …");
        show("notice", true);
        setTimeout(open, AGAIN_MS);
        return;
      }
      say("centre", content.centre);
      say("until", clock(new Date().getTime() + content.left_s * 1000));
      for (i = 0; i < content.answers.length; i += 1) { addAnswer(content.answers[i]); }
      part("yes").onclick = begin;
      part("no").onclick = decline;
      part("again").onclick = begin;
      part("stop").onclick = decline;
      part("send").onclick = write;
      show("page", true);
      take(content);
      setTimeout(ask, ASK_MS);
    });
  }

  open();
}());
