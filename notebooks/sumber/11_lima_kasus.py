# %% [markdown]
# # 11 · Lima kasus
#
# **60 menit.** Prasyarat: [07_pemantauan](07_pemantauan.ipynb) atau [06_pelatihan](06_pelatihan.ipynb).
# Anda tidak perlu pernah menulis program.
#
# Sesudah buku kerja ini Anda dapat:
#
# 1. memisahkan kalimat yang menyebut sebab dan akibat dari kalimat yang hanya menggambarkan;
# 2. menghitung pada berapa undian sebuah klaim bertahan, dan membandingkannya dengan batas yang berarti;
# 3. menyebut syarat yang membuat sebuah klaim gugur, dan apa yang akan tampak di catatan kantor.
#
# Kota-kota di sini **sintetis**. Klaimnya dari lima dokumen, dengan kata-kata kami sendiri.

# %% [markdown]
# ## Persiapan
#
# Klik sel di bawah ini, tekan **Shift+Enter**, lalu lanjutkan satu per satu ke bawah. Angka dan gambar
# yang sudah tampak sebelum itu adalah salinan.

# %%
from simkinerja import classroom as kelas

kelas.plain_errors()

# %% [markdown]
# ## Adegan: lima praktik baik di meja Anda
#
# Anda bekerja di badan kepegawaian sebuah kota. Kepala badan menaruh lima tulisan di meja: pemantauan di
# Medan, rancangan sistem di Medan, Rangkui, Bandung, Salatiga. Semuanya bercerita tentang keberhasilan.
# *"Tahun depan kita tiru yang mana? Pilih satu, uji coba dulu, atau jangan?"*
#
# **Keputusan Anda:** kalimat mana yang boleh dipercaya, dan dengan syarat apa? Mula-mula: berapa kalimat
# yang menyebut sebab dan akibat?

# %%
kelas.show_rule(kelas.documents_table(), "Lima dokumen, kalimat demi kalimat")

# %% [markdown]
# ## Tebak dulu
#
# Model di laboratorium ini menguji setiap klaim: bertahankah dalam undian parameter, **dan** akankah kantor
# melihatnya dalam catatannya sendiri? Dari semua klaim yang diuji, berapa persen yang lulus keduanya?
# Tebakan Anda hanya disimpan di halaman ini.

# %%
kelas.guess("lulus", "Berapa persen klaim bertahan dan juga terlihat kantor?", 0, 100, "persen")

# %% [markdown]
# ## Gagasan: satu klaim, dua dunia
#
# Sebuah klaim diuji dalam dua dunia dengan orang dan nasib yang sama: dengan sebabnya (hasilnya *y₁*) dan
# tanpa
# (*y₀*). Angka perilaku yang tidak diketahui pasti diundi *D* kali. Klaim *naik* bertahan bila
# pengaruhnya melebihi yang terkecil yang berarti:
#
# $$\text{bagian bertahan} = \frac{\text{banyak undian dengan } y_1 - y_0 > \text{terkecil}}{D}$$
#
# **Status:** rumus ini bukan aturan. Batas 80% untuk *bertahan*, 50% untuk *gugur*, dan pengaruh terkecil
# itu pilihan
# proyek ini. Di bawah ini satu klaim dibongkar.

# %%
kelas.show_rule(kelas.claim_parts("medan", "semangat_disdik"), "Satu klaim dibongkar")

# %% [markdown]
# ## Hitung dengan tangan
#
# Tiga undian klaim itu. Motivasi dalam simpangan baku (SD); yang terkecil yang berarti 0,05. Kurangi *tanpa*
# dari *dengan*, lalu hitung berapa baris yang melebihi 0,05.

# %%
tiga = kelas.claim_draws("medan", "semangat_disdik", n=3)
kelas.show(tiga, "Motivasi pegawai Dinas Pendidikan, tiga undian", digits=4)

# %%
selisih = tiga.dengan - tiga.tanpa
tangan = 100 * (selisih > 0.05).sum() / 3
kelas.tell("Bertahan (persen), dihitung dengan tangan", tangan, 1)

# %% [markdown]
# ## Hitung dengan pustaka
#
# Pustaka memakai aturan yang sama. Baris `assert` berarti: *kalau tidak sama, berhentilah dan beri tahu
# saya*.

# %%
pustaka = kelas.holding_percent(tiga, 0.05)
assert abs(pustaka - tangan) < 1e-9
kelas.tell("Bertahan (persen), menurut pustaka", pustaka, 1)

# %% [markdown]
# ## Panel: pilih klaim, pilih syarat
#
# Kendali yang tampak hanyalah yang dikenal klaim itu. *Seperti dokumen* berarti: yang disebut dokumen
# dipakai, yang tidak disebut memakai bawaan. Lima undian langsung dihitung; tombol *Jalankan* menghitung
# lima puluh. Garis titik-titik adalah pengaruh terkecil yang berarti.

# %%
kelas.panel_claims("medan", "efektivitas")

# %% [markdown]
# ## Dua hal untuk dicoba
#
# 1. Pada klaim *efektivitas*, ubah *Akibat bagi pegawai* dari *hanya dicatat* sampai *tunjangan ikut*.
#    Cukupkah itu? Lalu ubah *Yang menegakkan* menjadi *otomatis*. Apa yang dilihat kantor dalam catatannya?
# 2. Pilih Salatiga, klaim *menghadapi keluhan*, lalu ubah *Dukungan setelah pelatihan*. Bandingkan
#    pengaruhnya dengan yang terkecil yang berarti.

# %% [markdown]
# ## Semua klaim
#
# Menguji semuanya memakan waktu beberapa menit, jadi hasilnya disimpan: 2.000 pegawai, 24 undian,
# benih 2026, sama dengan perintah `simkinerja klaim KOTA`. *Bergantung*: gugur pada sebagian syarat yang
# dibiarkan terbuka oleh dokumen.

# %%
kelas.show(kelas.five_cases(), "Putusan lima dokumen")

# %% [markdown]
# Satu dokumen lebih rinci. *Terlihat*: peluang kantor melihat kenaikan itu dalam catatannya; kadang tinggi
# pada klaim yang tidak bertahan, kadang rendah pada yang bertahan. Ganti `"salatiga"` dengan `"medan"`,
# `"medan_rancangan"`, `"rangkui"`, atau `"bandung"`.

# %%
kelas.show(kelas.case_table_of("salatiga"), "Klaim dokumen Salatiga", rows=20)

# %% [markdown]
# ## Berulang, bukan sekali
#
# Satu undian hanya satu kemungkinan. Di bawah ini klaim tadi diulang dengan dua puluh undian untuk setiap
# keadaan: pimpinan tidak menindaklanjuti rapat, atau menindaklanjutinya.

# %%
kelas.spread_of_claim("medan", "semangat_disdik", "acted_on")

# %% [markdown]
# ## Latihan
#
# Ganti tiga titik (`...`) dengan jawaban Anda, lalu tekan Shift+Enter.
#
# **Latihan 1: jenis kalimat.** Tiga kalimat dokumen Medan. Tulis untuk masing-masing: `"kausal"`,
# `"bukan kausal"`, atau `"di luar model"`.

# %%
kalimat = kelas.sentences_of("medan", ["2.3", "3.4", "4.4"])
kelas.show_rule(kalimat.drop(columns="jenis"), "Tiga kalimat")

# %% tags=["latihan"]
jawaban_1 = {"2.3": ..., "3.4": ..., "4.4": ...}
kelas.check_kinds(jawaban_1, kalimat)

# %% [markdown]
# **Latihan 2: berapa yang bertahan?** Salatiga: pelatihan menghadapi keluhan menaikkan IKM. Pengaruh terkecil
# yang berarti 1 poin. Pada berapa persen dari delapan undian ini klaim itu bertahan?

# %%
delapan = kelas.claim_draws("salatiga", "menghadapi_keluhan", n=8)
kelas.show(delapan, "IKM di akhir, delapan undian", digits=3)

# %% tags=["latihan"]
jawaban_2 = ...
kelas.check_holding(jawaban_2, delapan, 1)

# %% [markdown]
# **Latihan 3: syarat yang menentukan.** Klaim *semangat disdik*: rapat evaluasi menaikkan semangat. Pilih
# klaim
# itu di panel. Syarat mana yang menentukan? Pilihannya: `"nada"`, `"akibat bagi pegawai"`,
# `"dukungan setelah pelatihan"`, `"tindak lanjut pimpinan"`.

# %% tags=["latihan"]
jawaban_3 = ...
kelas.check_deciding(jawaban_3)

# %% [markdown]
# ## Apa yang tidak dapat disimpulkan
#
# - **Bahwa kota aslinya gagal atau berhasil.** Yang diuji kalimatnya, dalam kota sintetis; dokumennya tidak
#   memuat data.
# - **Bahwa modelnya benar.** Yang bertahan di sini bertahan menurut angka yang kami ketahui dari penelitian;
#   sebagian angka itu asumsi.
# - **Bahwa yang tidak terlihat tidak ada.** Kantor sering tidak mencatat hasil yang dimaksud.
#
# **Kembali ke adegan.** Jangan memilih kota; pilih klaim, lalu tuliskan syaratnya: siapa menindaklanjuti, apa
# akibatnya, siapa menegakkan. Uji coba yang tidak menuliskan itu tidak dapat gagal, jadi tidak mengajar.

# %%
semua = kelas.five_cases().iloc[-1]
diuji = semua.drop(["dokumen", "di luar model"]).sum()
kelas.reveal("lulus", 100 * semua["bertahan"] / diuji, "persen")

# %% [markdown]
# ## Ringkasan
#
# Kebanyakan kalimat menyebut sebab dan akibat tanpa syarat. Bila syaratnya dibiarkan terbuka, jawabannya
# paling sering *bergantung*. Yang tahan: program yang mengubah kecakapan atau proses. Yang rapuh: mencatat
# saja.
#
# **Istilah.** *Klaim*: kalimat tentang sebab dan akibat. *Undian parameter*: satu kemungkinan bagi angka yang
# tidak diketahui pasti. *Pengaruh terkecil yang berarti*: di bawahnya tidak ada yang peduli. *Terlihat*:
# kantor
# akan menemukannya dalam catatannya sendiri.

# %% [markdown]
# **Sumber.** Lima dokumen kasus: setiap kalimat dan klaim, dengan nomor paragraf, ada di `docs/klaim.md`.
# Model dan sumber setiap angkanya: `docs/odd.md`, `simkinerja parameter`. Batas 80% dan 50%: asumsi proyek.
#
# **Berikutnya.** Menguji satu kota sendiri: `simkinerja klaim salatiga`. Data dengan kebenaran yang
# tertanam bagi
# Anda sendiri: `simkinerja tugas`. Satu loket dari dekat: [12_loket](12_loket.ipynb).
