/* Menjaga sambungan halaman: bila sesi berakhir atau wifi putus, pembaca diberi tahu, tidak dibiarkan menebak. */
"use strict";
(() => {
  const ENDED = 4001;
  const LONGEST = 7_900_000; /* peladen memutus sambungan bila pesan lebih panjang dari ini */
  const WORDS = {
    diam: "Sesi halaman ini sudah diakhiri karena lama tidak dipakai.",
    banyak: "Sesi halaman ini diakhiri karena Anda membuka banyak halaman sekaligus.",
    diganti: "Halaman ini dibuka lagi di tempat lain.",
    tutup: "Lokakarya sudah ditutup oleh fasilitator.",
    putus: "Sambungan ke laptop fasilitator terputus. Halaman ini mencoba menyambung lagi; periksa wifi Anda.",
    besar: "Berkas itu terlalu besar untuk dikirim ke laptop fasilitator. Pilih berkas yang lebih kecil.",
    lain: "Geseran di halaman ini berhenti bekerja.",
  };
  let ended = false;
  let open = 0;
  let timer = 0;

  const box = () => document.getElementById("kabar");
  function show(words, button) {
    const place = box();
    if (!place) return;
    document.body.classList.add("putus");
    const text = document.createElement("span");
    text.textContent = words;
    place.replaceChildren(text);
    if (button) {
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = "Muat ulang halaman";
      again.addEventListener("click", () => location.reload());
      place.append(again);
    }
    place.hidden = false;
  }
  function hide() {
    const place = box();
    document.body.classList.remove("putus");
    if (place) place.hidden = true;
  }
  function end(reason) {
    if (ended) return;
    ended = true;
    show(`${WORDS[reason] || WORDS.lain} Yang sudah Anda isi tidak tersimpan; mulai lagi dari angka awal.`, reason !== "tutup");
  }
  function key() {
    try {
      return JSON.parse(document.getElementById("jupyter-config-data").textContent).kernelId;
    } catch {
      return "";
    }
  }
  async function look() {
    if (ended || !key()) return;
    try {
      const answer = await fetch(`/hadir/${key()}`, { cache: "no-store" });
      if (answer.status === 404 || answer.status === 403) end("diam");
      else if (answer.ok && open > 0) hide(); /* hanya permintaan tadi yang gagal; sambungannya sendiri utuh */
    } catch {
      show(WORDS.putus, true);
    }
  }
  function lost() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!ended && open === 0) {
        show(WORDS.putus, true);
        look();
      }
    }, 1500);
  }

  const Stock = window.WebSocket;
  window.WebSocket = class extends Stock {
    constructor(...given) {
      super(...given);
      let up = false;
      this.addEventListener("open", () => {
        up = true;
        open += 1;
        clearTimeout(timer);
        if (!ended) hide();
      });
      this.addEventListener("close", (event) => {
        if (up) open -= 1;
        if (event.code === ENDED) end(event.reason);
        else lost();
      });
    }
    send(data) {
      if ((data.byteLength || data.size || data.length || 0) > LONGEST) {
        show(WORDS.besar, false);
        setTimeout(() => { if (!ended && open > 0) hide(); }, 12000);
        return;
      }
      super.send(data);
    }
  };
  setInterval(look, 20000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  window.addEventListener("pagehide", (event) => {
    /* Ponsel sering tidak memberi tahu dengan cara lain bahwa halaman ditutup. */
    if (!event.persisted && key() && !ended) navigator.sendBeacon(`/voila/api/shutdown/${key()}`);
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
