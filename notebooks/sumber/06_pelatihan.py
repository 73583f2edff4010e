# %% [markdown]
# # 06 · Pelatihan
#
# **45 menit.** Prasyarat: [00_mulai_di_sini](00_mulai_di_sini.ipynb). Anda tidak perlu pernah menulis
# program.
#
# Sesudah buku kerja ini Anda dapat:
#
# 1. menghitung berapa yang tersisa dari sebuah kursus sesudah setahun, dengan dan tanpa dukungan;
# 2. menunjukkan mengapa nilai pegawai terendah naik juga bila mereka tidak dilatih;
# 3. mengatakan apa yang dibeli anggaran pelatihan, dan bagaimana membuktikannya dari data.
#
# Semua pegawai di sini **sintetis**: dibuat komputer. Angka terbit disebut sumbernya.

# %% [markdown]
# ## Persiapan
#
# Klik sel di bawah ini, tekan **Shift+Enter**, lalu lanjutkan satu per satu ke bawah. Angka dan gambar
# yang sudah tampak sebelum itu adalah salinan.

# %%
import pandas as pd

from simkinerja import classroom as kelas

kelas.plain_errors()

# %% [markdown]
# ## Adegan: laporan yang menyenangkan
#
# Anda bekerja di badan kepegawaian sebuah kota. Tahun lalu hampir 200 pegawai dengan nilai terendah dikirim
# ke kursus 20 jam pelajaran (JP). Laporannya selesai: nilai mereka **naik hampir tiga poin**. Kepala badan
# senang: *"Terbukti. Tahun depan semua yang terendah dilatih."*
#
# Kursi pelatihannya waktu itu kurang. Dari 400 pegawai dengan nilai terendah, separuh dipilih lewat undian.
#
# **Keputusan Anda:** anggaran diulang, dialihkan, atau laporannya diperbaiki dulu?

# %%
pegawai = kelas.two_appraisals()
kelas.tell("Pegawai dalam catatan nilai", len(pegawai))

# %% [markdown]
# ## Tebak dulu
#
# Yang kalah undian tidak dilatih sama sekali. Penilainya sama, pekerjaannya sama. Nilai mereka pada tahun
# pertama serendah yang dilatih. Isi tebakan Anda, lalu tekan *Simpan tebakan*; ia hanya disimpan di halaman
# ini.

# %%
kelas.guess("kalah", "Berapa poin nilai yang kalah undian berubah setahun kemudian?", -3, 3, "poin")

# %% [markdown]
# ## Gagasan: satu rumus
#
# Sebagian hasil kursus dipakai bekerja dan bertahan. Sisanya memudar: setiap satu *waktu paruh* tinggal
# setengahnya.
#
# $$\text{sisa} = \text{naik} \times \left[\text{dipakai} + (1-\text{dipakai}) \times
# 0{,}5^{\,\text{bulan}/\text{paruh}}\right]$$
#
# Satuannya *SD*: satu SD adalah jarak yang lazim antara dua pegawai.
#
# **Status:** rumus ini model, bukan aturan. Kenaikannya dari Arthur dkk. 2003, waktu paruhnya dari Tatel dan
# Ackerman; keduanya penelitian di luar ASN. Bagian yang dipakai **asumsi**: angkanya kami ingat dari dua
# sumber dan belum kami baca ulang. PP 11/2017 mewajibkan 20 JP setahun bagi PNS; itu jam, bukan hasil.

# %%
kelas.show_rule(kelas.training_numbers(), "Angka dalam rumus")

# %% [markdown]
# ## Hitung dengan tangan
#
# Tiga pegawai ikut satu kursus. Berapa yang tersisa sesudah dua belas bulan? Dukungan 0 berarti atasannya
# diam saja; 1 berarti ia memberi waktu, tugas, dan bimbingan untuk memakai yang dipelajari.

# %%
tiga = pd.DataFrame({"jenis": ["teknis", "teknis", "antarpribadi"], "dukungan": [0, 1, 0]})
tiga["bulan"] = 12
kelas.show(tiga, "Tiga pegawai")

# %%
dipakai = pd.Series([0.35, 0.60, 0.35])
paruh = pd.Series([11, 11, 6.5])
sisa_tangan = 0.60 * (dipakai + (1 - dipakai) * 0.5 ** (12 / paruh))
kelas.show(tiga.assign(sisa=sisa_tangan), "Sisa (SD), tangan")

# %% [markdown]
# ## Hitung dengan pustaka
#
# Pustaka menjalankan simulasinya bulan demi bulan. Baris `assert` berarti: *kalau tidak sama, berhentilah
# dan beri tahu saya*. Lihat baris kedua: dengan dukungan, hampir empat perlima masih ada sesudah setahun.

# %%
pustaka = kelas.skill_in_engine(tiga)
assert (pustaka.sisa - sisa_tangan).abs().max() < 0.001
kelas.show(pustaka, "Sisa (SD), pustaka")

# %% [markdown]
# ## Perangkap: yang terendah naik sendiri
#
# Sekarang catatan nilai itu. Nilai memuat kebetulan: penilaian yang kurang mujur, tahun yang sulit. Di
# antara yang terendah banyak yang *kurang beruntung*, bukan kurang mampu. Tahun berikutnya nasibnya lain,
# maka nilainya naik: **regresi ke rata-rata**.
#
# Kolom terakhir hanya ada di simulasi: orang yang sama, nasib yang sama, tetapi tanpa kursus.

# %%
kelas.show(pegawai.groupby("kelompok").mean(), "Rata-rata nilai", digits=1)

# %%
kelas.show(kelas.three_answers(pegawai), "Catatan yang sama dibaca tiga cara", digits=1)

# %% [markdown]
# Laporan tadi, sebelum dan sesudah, lebih dari dua kali kebenarannya. Membandingkan dengan pegawai lain
# malah lebih buruk: nilai mereka yang semula tinggi turun sedikit, juga karena kebetulan. Yang kalah undian
# mengalami kebetulan yang sama; karena itu selisihnya jujur, walaupun tidak tepat sampai desimal.

# %% [markdown]
# ## Apa yang dibeli anggaran
#
# Satu pelatih menampung 30 peserta sebulan; 20 JP menghabiskan Rp1,5 juta seorang (asumsi; ganti dengan
# standar harga kota Anda). Sepuluh pelatih dapat melatih 2.000 pegawai dalam tujuh bulan. Bila rupiahnya
# hanya Rp90 juta sebulan, yang menentukan rupiah: 60 orang sebulan, dan sesudah dua tahun antreannya belum
# habis.
#
# Baris ketiga memakai uang yang sama, dengan dukungan atasan. Biaya dukungan itu belum dihitung: waktu
# atasan juga bernilai.

# %%
kelas.show(kelas.budget_table(), "Tahun kedua, dibandingkan tanpa pelatihan", digits=2)

# %% [markdown]
# ## Panel: kota yang sama, dengan dan tanpa pelatihan
#
# Dua ribu pegawai, dua tahun, dua dunia: orang dan nasibnya sama, hanya kursusnya yang berbeda. Lima ulangan
# dihitung seketika; tombol *Jalankan* menghitung lima puluh. *Keterampilan* memudar, *praktik* adalah yang
# sampai ke pekerjaan.

# %%
kelas.panel_training(hours=20, support=40, trainers=10)

# %% [markdown]
# ## Dua hal untuk dicoba
#
# 1. Geser *Dukungan* dari 0 ke 100 dengan biaya yang sama. Bandingkan dengan menambah jam dari 20 ke 30 pada
#    dukungan 40. Mana yang lebih dulu Anda usulkan?
# 2. Ubah *Siapa yang dilatih* dari *nilai terendah* ke *lewat undian*. Praktiknya hampir sama. Lalu apa
#    alasan memilih yang terendah, dan apa ruginya bagi evaluasi?

# %% [markdown]
# ## Berulang, bukan sekali
#
# Satu tahun hanya satu undian nasib. Di bawah ini tahun itu diulang 40 kali. Perhatikan dua hal: garis
# pertama tidak pernah menyentuh kebenaran, sebanyak apa pun datanya; garis ketiga lebar, tetapi berpusat di
# tempat yang benar.

# %%
kelas.spread_of_answers(40)

# %% [markdown]
# Mengapa garis terakhir begitu sempit? Karena kedua dunia bertemu nasib yang **sama**: warga yang sama
# datang pada hari yang sama. Bila setiap dunia mendapat nasibnya sendiri, selisihnya tertutup derau. Kolom
# terakhir mengatakan berapa bagian dari derau itu (ragamnya) hilang; di sini seluruh kota dilatih. Kantor
# tidak mempunyai dunia kedua; undianlah penggantinya.

# %%
kelas.show(kelas.pairing_table(), "Sebaran selisih, 30 ulangan", digits=3)

# %% [markdown]
# ## Latihan
#
# Ganti tiga titik (`...`) dengan jawaban Anda, lalu tekan Shift+Enter.
#
# **Latihan 1: sisa kursus pelayanan.** Kursus menangani keluhan (antarpribadi, waktu paruh 6,5 bulan), tanpa
# dukungan atasan. Berapa SD tersisa sesudah 13 bulan? Petunjuk: 13 bulan itu dua kali waktu paruh. Tulis dua
# desimal.

# %% tags=["latihan"]
jawaban_1 = ...
kelas.check_skill_left(jawaban_1, months=13)

# %% [markdown]
# **Latihan 2: laporan yang jujur.** Pakai tabel rata-rata nilai di atas, tanpa kolom terakhir. Berapa poin
# kenaikan yang boleh Anda sebut *karena pelatihan*? Bandingkan kenaikan yang dilatih dengan kenaikan yang
# kalah undian. Satu desimal cukup.

# %% tags=["latihan"]
jawaban_2 = ...
kelas.check_lottery(jawaban_2, pegawai)

# %% [markdown]
# **Latihan 3: antrean.** Empat ratus orang harus dilatih, pelatihnya dua, masing-masing 30 peserta sebulan.
# Pada bulan keberapa orang terakhir dilatih?

# %% tags=["latihan"]
jawaban_3 = ...
kelas.check_queue_months(jawaban_3, people=400, trainers=2)

# %% [markdown]
# ## Apa yang tidak dapat disimpulkan
#
# - **Bahwa pelatihan tidak berguna.** Kebenarannya di atas nol; yang salah adalah ukurannya.
# - **Bahwa angka ini berlaku bagi kota Anda.** Banyak penelitian di balik 0,60 tanpa kelompok pembanding,
#   jadi mungkin terlalu besar. Penelitian terkendali pada tenaga kesehatan menemukan praktik yang 10 sampai
#   16 poin persen lebih baik.
# - **Bahwa layanannya membaik sebanyak itu.** Tepat waktu bergantung pada antrean; di kantor yang longgar,
#   praktik yang lebih baik hampir tidak mengubah waktu.
#
# **Kembali ke adegan.** Perbaiki dulu laporannya. Kursusnya boleh diulang, dengan dukungan atasan dan undian
# bila kursinya kurang.

# %%
rata = pegawai[pegawai.kelompok == "kalah undian"].mean(numeric_only=True)
kelas.reveal("kalah", round(rata["nilai tahun 2"] - rata["nilai tahun 1"], 1), "poin")

# %% [markdown]
# ## Ringkasan
#
# Yang bertahan dari kursus adalah yang dipakai bekerja. Yang terendah menurut *catatan* akan naik juga tanpa
# kursus; hanya pembanding yang mengalami kebetulan yang sama dapat memisahkan keduanya. Anggaran membeli
# tempat, bukan hasil.
#
# **Istilah.** *Waktu paruh*: bulan sampai setengah dari yang tidak dipakai hilang. *Regresi ke rata-rata*:
# yang dipilih karena ekstrem menjadi kurang ekstrem dengan sendirinya. *Kelompok pembanding*: orang serupa
# yang tidak ikut. *SD*: simpangan baku.

# %% [markdown]
# **Sumber.** Arthur, Bennett, Edens dan Bell 2003, J. Applied Psychology 88:234-245 (kenaikan; abstrak
# dibaca). Tatel dan Ackerman, Psychological Bulletin, doi 10.1037/bul0000481 (waktu paruh; 6,5 bulan itu
# untuk ketepatan, dipakai bagi antarpribadi: asumsi). Blume dkk. 2010; Saks dan Belcourt 2006 (dipakai
# bekerja; dari ingatan). Rowe dkk. 2018, Lancet Global Health 6:e1163-75 (10,3 sampai 15,9 poin persen).
# PP 11/2017 pasal 203: dari ingatan. Biaya dan daya tampung pelatih: asumsi.
#
# **Berikutnya.** Bila orang diawasi, bukan dilatih: [07_pemantauan](07_pemantauan.ipynb).
