"""Checks of membership: other lists, the agency's number (KPJ), and changes to members."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from naungan.registry.imports.catalogue.kinds import Check, Weight, Words, one

BLOCKS, INFORMS = Weight.BLOCKS, Weight.INFORMS
_BY_NUMBER = {"continuing": BLOCKS, "inactive": BLOCKS, "wages": BLOCKS, "corrections": BLOCKS}

_LISTS = (
    Check("programme.on_another_roll", _("Program yang sama di daftar lain"), BLOCKS, {
        "shown": Words(
            _("belum terdaftar untuk program yang sama; %(programmes)s sudah dibayar %(payer)s (%(months)s)"),
            _("Keluarkan dari daftar ini, atau akhiri dulu kepesertaan di daftar %(payer)s. Pemberi kerja kedua "
              "mencentang “pekerja juga di daftar lain”."),
        ),
        "hidden": Words(
            _("belum terdaftar untuk program yang sama; %(programmes)s sudah dibayar pembayar lain "
              "di luar wilayah Anda (%(months)s)"),
            _("Keluarkan dari daftar ini, atau minta pembayar itu mengakhiri kepesertaannya lebih dulu. Pemberi kerja "
              "kedua mencentang “pekerja juga di daftar lain”."),
        ),
    }),
    Check("programme.other_yields", _("Program yang sama di daftar lain yang mengalah"), INFORMS, {
        "shown": Words(
            _("pekerja di satu daftar saja; %(programmes)s juga dibayar %(payer)s (%(months)s)"),
            _("Daftar penerima upah didahulukan. Bagian %(payer)s tidak ditagihkan sampai diputuskan di halaman "
              "Di beberapa daftar."),
        ),
        "hidden": Words(
            _("pekerja di satu daftar saja; %(programmes)s juga dibayar pembayar lain di luar wilayah Anda "
              "(%(months)s)"),
            _("Daftar penerima upah didahulukan. Bagian pembayar itu tidak ditagihkan sampai diputuskan di halaman "
              "Di beberapa daftar."),
        ),
    }),
    Check("wage_earner.elsewhere", _("Penerima upah di tempat lain"), INFORMS, one(
        _("pekerja yang tidak menerima upah; orang ini penerima upah (%(months)s)"),
        _("Periksa apakah ia masih pekerja rentan. Statusnya mungkin berubah menjadi penerima upah."),
    )),
    Check("employer.second", _("Pemberi kerja kedua"), INFORMS, one(
        _("dua pemberi kerja boleh; masing-masing membayar menurut upahnya sendiri (%(months)s)"),
        _("Pastikan upah di sini hanya upah dari pemberi kerja ini."),
    )),
    Check("quota.over", _("Melebihi kuota"), BLOCKS, one(
        _("paling banyak %(quota)d orang pada daftar ini"),
        _("Menunggu: masukkan lagi bila ada yang berhenti atau kuota bertambah."),
    )),
)  # fmt: skip

_NUMBER = (
    Check("kpj.shape", _("Nomor KPJ tidak sesuai bentuknya"), INFORMS, one(
        _("nomor KPJ, 11 angka"),
        _("Perbaiki menurut kartu peserta; nomor yang keliru tidak disimpan."),
    ), _BY_NUMBER),
    Check("kpj.repeated", _("Nomor KPJ tercantum lebih dari sekali"), INFORMS, one(
        _("setiap nomor KPJ satu kali; sudah ada di baris %(line)d"),
        _("Cocokkan dengan kartu peserta; satu nomor milik satu orang."),
    ), {"continuing": BLOCKS}),
    Check("kpj.of_another", _("Nomor KPJ milik orang lain"), INFORMS, one(
        _("nomor KPJ orang ini sendiri"),
        _("Nomor itu sudah tercatat pada NIK lain. Cocokkan kartu peserta; nomornya tidak disimpan."),
    ), {"corrections": BLOCKS}),
    Check("kpj.unknown", _("Nomor KPJ tidak dikenal"), BLOCKS, one(
        _("nomor KPJ peserta yang tercatat"),
        _("Orang ini belum ada di registri dengan nomor itu. Masukkan sebagai tenaga kerja baru dengan NIK."),
    )),
    Check("kpj.ambiguous", _("Nomor KPJ tercatat pada lebih dari satu orang"), BLOCKS, one(
        _("nomor KPJ milik satu orang"),
        _("Selesaikan data ganda itu lebih dulu, atau sebutkan NIK."),
    )),
)  # fmt: skip

_CHANGES = (
    Check("member.unknown", _("Bukan peserta pada daftar pembayar ini"), BLOCKS, one(
        _("peserta pada daftar %(payer)s"),
        _("Periksa nomor NIK atau KPJ, dan pembayar yang dipilih."),
    )),
    Check("member.name_differs", _("Nama tidak cocok dengan nomornya"), BLOCKS, one(
        _("nama peserta dengan nomor itu"),
        _("Cocokkan nomor dan nama dengan kartu peserta; salah satunya keliru."),
    )),
    Check("member.birth_differs", _("Tanggal lahir tidak cocok dengan nomornya"), BLOCKS, one(
        _("tanggal lahir peserta dengan nomor itu"),
        _("Cocokkan dengan KTP; mungkin nomor itu milik orang lain."),
    )),
    Check("row.repeated", _("Orang yang sama tercantum lebih dari sekali"), BLOCKS, one(
        _("setiap orang satu kali; sudah ada di baris %(line)d"),
        _("Hapus baris ini, atau baris %(line)d bila itu yang keliru."),
    )),
    Check("end.cause_unknown", _("Sebab nonaktif tidak dikenal"), BLOCKS, one(
        _("salah satu: %(known)s"),
        _("Tulis sebab seperti pada lembar Daftar nilai."),
    )),
    Check("end.death", _("Meninggal dunia tidak dinonaktifkan begitu saja"), BLOCKS, one(
        _("sebab selain meninggal dunia"),
        _("Catat kematiannya sebagai kematian, agar keluarganya menerima santunan; kepesertaan berakhir dengan "
          "sendirinya. Jangan unggah sebagai nonaktif."),
    )),
    Check("end.date_unreadable", _("Tanggal kejadian tidak terbaca"), BLOCKS, one(
        _("tanggal, misalnya 31-08-2021"),
        _("Isi tanggal berhenti."),
    )),
    Check("end.before_start", _("Berhenti sebelum menjadi peserta"), BLOCKS, one(
        _("tanggal sejak %(first)s, awal kepesertaannya"),
        _("Periksa tanggal kejadian dan daftarnya."),
    )),
    Check("end.ahead", _("Tanggal berhenti di masa depan"), INFORMS, one(
        _("tanggal sampai hari ini"),
        _("Kepesertaan tetap berjalan sampai bulan itu. Periksa tahunnya."),
    )),
    Check("end.unchanged", _("Sudah berhenti"), INFORMS, one(
        _("peserta yang masih aktif pada bulan itu"),
        _("Kepesertaan sudah berakhir; tidak ada yang berubah."),
    )),
    Check("blth.unreadable", _("Bulan iuran (BLTH) tidak terbaca"), BLOCKS, one(
        _("bulan dan tahun, misalnya 03-2021"),
        _("Isi bulan mulai berlakunya upah."),
    )),
    Check("blth.outside", _("Bukan peserta pada bulan itu"), BLOCKS, one(
        _("bulan selama ia peserta"),
        _("Periksa BLTH, atau masukkan dulu orang ini ke daftar yang bulannya cocok."),
    )),
    Check("wage.unchanged", _("Upah tidak berubah"), INFORMS, one(
        _("upah yang berbeda dari yang tercatat"),
        _("Upah sudah tercatat; tidak ada yang berubah."),
    )),
    Check("wage.back_dated", _("Upah berlaku surut"), INFORMS, one(
        _("bulan yang belum lewat"),
        _("Dicatat saja. Selisih bulan yang sudah ditagih datang lewat tagihan penyesuaian."),
    )),
    Check("rapel.not_billed", _("Rapel tidak ditagih"), INFORMS, one(
        _("rapel kosong atau nol"),
        _("Tulis upah bulan yang lalu sebagai baris dengan BLTH bulan itu; rapel sendiri hanya dicatat di berkas."),
    )),
    Check("npp.differs", _("NPP bukan milik pembayar ini"), BLOCKS, one(
        _("NPP %(npp)s"),
        _("Periksa pembayar yang dipilih; berkas ini mungkin milik pembayar lain."),
    )),
    Check("correction.nothing", _("Tidak ada yang dikoreksi"), INFORMS, one(
        _("sedikitnya satu isian yang berbeda dari data peserta"),
        _("Semua isian sama; tidak ada yang berubah."),
    )),
    Check("correction.out_of_scope", _("Data orang di luar kewenangan"), BLOCKS, one(
        _("peserta yang berdomisili di wilayah Anda"),
        _("Minta wilayah domisilinya memperbaiki data orang ini."),
    )),
)  # fmt: skip

CHECKS = (*_LISTS, *_NUMBER, *_CHANGES)
