# %% [markdown]
# # 04 · Suara warga
#
# **40 menit.** Prasyarat: [00_mulai_di_sini](00_mulai_di_sini.ipynb). Anda tidak perlu pernah menulis
# program.
#
# Sesudah buku kerja ini Anda dapat:
#
# 1. menghitung IKM dari lembar jawaban, dengan tangan dan dengan pustaka, dan mendapat angka yang sama;
# 2. menunjukkan kepada pimpinan seberapa besar bagian keberuntungan dalam sebuah huruf mutu;
# 3. menemukan tiga kesalahan hitung yang umum pada program pengolah survei.
#
# Semua jawaban di sini **sintetis**: dibuat komputer, bukan jawaban warga yang nyata.

# %% [markdown]
# ## Persiapan
#
# Klik sel di bawah ini, tekan **Shift+Enter**, lalu lanjutkan satu per satu ke bawah. Sel pertama mengambil
# alat dan data. Angka yang sudah tampak sebelum itu adalah salinan.

# %%
from simkinerja import classroom as kelas
from simkinerja.rules import skm

kelas.plain_errors()
semua = kelas.load_responses("salatiga")
kantor = semua[semua.unit_id == 206]

# %% [markdown]
# ## Adegan: huruf di pintu depan
#
# Senin pagi di loket kartu pencari kerja. Survei Kepuasan Masyarakat (SKM) tahun ini baru selesai. Kepala
# seksi berkata, "Tahun lalu C, sekarang **B**. Pasang hurufnya di pintu depan, dan tulis di laporan bahwa
# pelayanan kita membaik."
#
# Anda yang menyusun laporannya. **Keputusan Anda:** dipasang sekarang, atau tidak?
#
# Inilah tabel yang Anda terima. Satu baris adalah satu orang; sembilan kolom terakhir adalah jawabannya,
# dari 1 (tidak baik) sampai 4 (sangat baik). Tanda – berarti tidak diisi.

# %%
kelas.show(kantor[["date", *skm.ELEMENTS]], "Jawaban warga di satu loket", rows=5)

# %% [markdown]
# ## Tebak dulu
#
# Bayangkan survei yang sama diulang seratus kali dengan 60 responden: tempatnya sama, petugasnya sama,
# mutunya sama. Hanya orang yang kebetulan datang berbeda. Isi tebakan Anda, lalu tekan *Simpan tebakan*; ia
# disimpan di halaman ini saja, selama sesi ini.

# %%
kelas.guess("huruf", "Dari 100 survei ulangan itu, berapa yang hurufnya B?", 0, 100, "survei")

# %% [markdown]
# ## Gagasan: satu rumus
#
# Untuk setiap unsur dihitung *nilai rata-rata* (NRR): jumlah jawaban dibagi banyaknya yang menjawab. Indeks
# Kepuasan Masyarakat (IKM) adalah rata-rata kesembilan NRR, dikalikan 25 agar berskala 25 sampai 100:
#
# $$\text{IKM} = \frac{\text{NRR}_1 + \text{NRR}_2 + \dots + \text{NRR}_9}{9} \times 25$$
#
# **Status:** aturan, PermenPANRB 14/2017 (kami baca dari halaman yang mengutipnya). Hurufnya: D di bawah
# 65,00; C mulai 65,00; B mulai 76,61; A mulai 88,31. Pembulatan ke dua desimal lebih dulu adalah pilihan kami
# (asumsi), sebab tabel aturan berlubang, misalnya di antara 76,60 dan 76,61.

# %% [markdown]
# ## Hitung dengan tangan
#
# Ambil tiga orang yang mengisi semua unsur. Untuk setiap kolom, jumlahkan tiga jawabannya lalu bagi tiga.
# Coba satu kolom dengan kalkulator Anda sebelum menjalankan sel berikutnya.

# %%
tiga = kantor[list(skm.ELEMENTS)].dropna().head(3)
kelas.show(tiga, "Tiga lembar jawaban")

# %%
nrr = tiga.astype(float).mean()
kelas.show(nrr.to_frame("nrr").T, "NRR dari tiga orang")

# %%
ikm_tangan = nrr.sum() / 9 * 25
kelas.tell("IKM tiga orang", ikm_tangan)

# %% [markdown]
# ## Hitung dengan pustaka
#
# Fungsi pustaka menghitung hal yang sama dengan pecahan utuh (misalnya 8/3, bukan 2,67), sehingga tidak ada
# yang hilang karena pembulatan di tengah jalan. Baris `assert` berarti: *kalau tidak sama, berhentilah dan
# beri tahu saya*.

# %%
ikm_pustaka = kelas.exact_index(tiga)
assert abs(float(ikm_pustaka) - ikm_tangan) < 1e-9

# %%
ikm = skm.round_half_up(kelas.exact_index(kantor))
kelas.tell("Responden, IKM, huruf", [len(kantor), float(ikm), skm.letter(ikm)])

# %% [markdown]
# ## Panel: survei yang diulang
#
# Geser banyaknya responden, dan geser bagian kuesioner yang diberikan petugas kepada pengunjung pilihannya.
# Setiap gambar berisi 500 survei di loket yang **sama**; respondennya diundi dari semua jawaban loket itu.
# Garis jingga adalah IKM dari semua jawaban itu.

# %%
kelas.panel_luck(kantor)

# %% [markdown]
# ## Dua hal untuk dicoba
#
# 1. Biarkan *Dipilih petugas* di 0. Berapa responden yang diperlukan agar satu huruf muncul pada sedikitnya
#    90% survei ulangan? Apakah jumlah itu ada?
# 2. Kembalikan responden ke 60, lalu naikkan *Dipilih petugas* perlahan. Berapa persen kuesioner yang perlu
#    "dititipkan" agar hurufnya hampir pasti B, tanpa satu pun pelayanan berubah? Kapan menjadi A?

# %% [markdown]
# ## Berulang, bukan sekali
#
# Satu survei hanya satu undian. Di bawah ini setiap garis merangkum 500 survei: sembilan dari sepuluh IKM
# jatuh di dalam garis. Perhatikan lebarnya: responden empat kali lipat hanya mempersempitnya menjadi
# separuh.

# %%
kelas.spread_by_size(kantor)

# %% [markdown]
# ## Latihan
#
# **Latihan 1: berapa responden?** Andaikan loket itu melayani 450 orang setahun. Menurut rumus Krejcie dan
# Morgan (yang dipakai tabel sampel pada pedoman SKM), berapa responden yang perlu disurvei? Petunjuk: ganti
# tiga titik dengan `skm.sample_size_krejcie_morgan(450)`, atau dengan angkanya.

# %% tags=["latihan"]
jawaban_1 = ...
kelas.check_sample_size(jawaban_1, visitors=450)

# %% [markdown]
# **Latihan 2: label yang jujur.** Menurut aturan, IKM menentukan tepat satu huruf; di laporan, huruf itu
# jangan diubah. Kutipan aturan yang kami baca tidak menyebut kepastiannya. Pertanyaan kami: bolehkah huruf
# itu dipasang *tanpa keterangan*?
# Patokan kami (asumsi, bukan aturan): hanya bila peluangnya sedikitnya 90% pada survei ulangan sebesar survei
# Anda sendiri; kalau tidak, tambahkan *belum dapat dipastikan*. Isi `jawaban_2` dengan hurufnya, misalnya
# `"D"`, atau dengan `"belum dapat dipastikan"`; tanda kutipnya ikut ditulis.

# %%
kelas.show(kelas.letter_chances(kantor), "Peluang setiap huruf")

# %% tags=["latihan"]
jawaban_2 = ...
kelas.check_honest_label(jawaban_2, kantor)

# %% [markdown]
# **Latihan 3: temukan kesalahannya.** Tiga kantor mengolah jawaban yang sama dengan programnya
# masing-masing. Setiap program punya satu kesalahan: `"kosong"` (isian kosong dihitung nol), `"bobot"`
# (bobot 0,11, yaitu 1/9 yang terlanjur dibulatkan; 9 x 0,11 hanya 0,99), atau `"batas"` (batas huruf A
# ditulis
# 83,3, padahal 88,31). Pasangkan: ganti setiap `...` dengan salah satu kata itu, lengkap dengan tanda kutip.

# %%
tetangga = semua[semua.unit_id == 11]
kelas.show(kelas.program_results(tetangga), "Jawaban sama, empat hasil")

# %% tags=["latihan"]
jawaban_3 = {"Program 1": ..., "Program 2": ..., "Program 3": ...}
kelas.check_programs(jawaban_3, tetangga)

# %% [markdown]
# ## Apa yang tidak dapat disimpulkan
#
# - **Bahwa pelayanan membaik** hanya karena hurufnya naik: dengan sampel sebesar ini, huruf dapat berubah
#   sendiri.
# - **Bahwa IKM sama dengan mutu.** Warga di loket cenderung sopan, dan petugas dapat memilih siapa yang
#   ditanya. Banyaknya responden tidak menyembuhkan itu: undian yang berat sebelah tetap berat sebelah,
#   hanya lebih
#   yakin.
# - **Siapa penyebabnya.** Survei menunjukkan unsur yang lemah, bukan alasannya.
#
# **Kembali ke adegan.** Kalimat yang dapat Anda pertahankan: "IKM kami 76,96 dari 142 responden, huruf B
# menurut aturan. Bila surveinya diulang, peluangnya B 63% dan C 37%. Apakah pelayanan membaik, belum dapat
# dipastikan."
#
# Sekarang bandingkan tebakan Anda dengan hasil hitungan.

# %%
hasil = kelas.compute_luck(kelas.answers_of(kantor), n=60, chosen=0)
kelas.reveal("huruf", round(100 * hasil.shares["B"]), "dari 100 survei")

# %% [markdown]
# ## Ringkasan
#
# IKM mudah dihitung dan mudah salah dihitung. Satu huruf dari satu survei adalah hasil undian; katakan
# peluangnya, atau katakan *belum dapat dipastikan*. Menambah responden mempersempit undian, tetapi tidak
# memperbaiki cara memilih mereka.
#
# **Istilah.** *NRR*: nilai rata-rata satu unsur. *IKM*: indeks dari kesembilan NRR. *Sampel*: sebagian
# warga yang ditanya. *Survei ulangan*: survei yang sama dengan orang lain yang kebetulan datang.

# %% [markdown]
# **Sumber.** PermenPANRB 14/2017 (rumus dan huruf; lihat `simkinerja aturan skm.mutu`). Krejcie dan Morgan
# 1970 (ukuran sampel). Kesalahan pada Latihan 3 ditemukan
# di program publik. Bagian kuesioner yang dipilih petugas: asumsi.
#
# **Berikutnya.** Punya berkas survei kantor Anda sendiri? Jalankan `simkinerja skm BERKAS`. Ingin tahu
# bagaimana data di sini dibuat: [01_data_sintetis](01_data_sintetis.ipynb).
