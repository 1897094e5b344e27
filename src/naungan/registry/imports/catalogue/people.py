"""Checks of who somebody is and where they live."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from naungan.registry.imports.catalogue.kinds import Check, Weight, Words, one

BLOCKS, INFORMS = Weight.BLOCKS, Weight.INFORMS

_NIK = (
    Check("nik.shape", _("NIK tidak sesuai bentuknya"), BLOCKS, {
        "missing": Words(_("NIK terdiri dari 16 angka"), _("Isi NIK menurut KTP.")),
        "length": Words(
            _("NIK terdiri dari 16 angka; di sini %(count)d angka"),
            _("Periksa NIK menurut KTP; mungkin ada angka yang hilang atau berlebih."),
        ),
        "letters": Words(
            _("NIK hanya berisi angka, 16 angka"),
            _("Ganti huruf dan tanda menurut KTP (huruf O bukan angka 0)."),
        ),
        "birth": Words(
            _("angka ke-7 sampai ke-12 NIK adalah tanggal lahir (perempuan: hari + 40)"),
            _("Tidak ada tanggal seperti itu. Periksa NIK menurut KTP."),
        ),
        "serial": Words(
            _("empat angka terakhir NIK bukan 0000"),
            _("Periksa NIK menurut KTP; mungkin dibulatkan lembar kerja."),
        ),
        "area": Words(
            _("enam angka pertama NIK adalah kode wilayah"),
            _("Tidak ada wilayah seperti itu. Periksa NIK menurut KTP."),
        ),
    }),
    Check("nik.pattern", _("NIK karangan"), BLOCKS, one(
        _("NIK dari KTP; enam belas angka yang sama atau berurutan bukan NIK"),
        _("Isi NIK menurut KTP. Bila belum ada, keluarkan dulu baris ini."),
    )),
    Check("nik.number", _("NIK tersimpan sebagai angka"), BLOCKS, one(
        _("NIK sebagai teks, 16 angka"),
        _("Lembar kerja membulatkan angka ke-16. Ubah format kolom NIK menjadi Teks, lalu ketik ulang NIK."),
    )),
    Check("nik.repeated", _("NIK tercantum lebih dari sekali"), BLOCKS, {
        "agree": Words(
            _("setiap NIK satu kali; sudah ada di baris %(line)d"),
            _("Hapus baris ini; baris %(line)d yang dipakai."),
        ),
        "differ": Words(
            _("setiap NIK milik satu orang; baris %(line)d memakai NIK ini untuk nama lain"),
            _("Cocokkan kedua baris dengan KTP, lalu perbaiki NIK atau nama yang keliru."),
        ),
    }),
    Check("nik.area_unknown", _("Kecamatan dalam NIK tidak dikenal"), INFORMS, one(
        _("enam angka pertama NIK menyebut kecamatan yang ada"),
        _("Kode %(area)s tidak ada dalam daftar wilayah. Cocokkan NIK dengan KTP; barisnya tetap diterima."),
    )),
)  # fmt: skip

_NAMES = (
    Check("name.missing", _("Nama kosong"), BLOCKS, one(_("nama menurut KTP"), _("Isi nama."))),
    Check("name.unusual", _("Nama tidak lazim"), INFORMS, one(
        _("nama orang, huruf saja"),
        _("Periksa penulisan nama menurut KTP; barisnya tetap diterima."),
    )),
    Check("name.long", _("Nama terlalu panjang"), INFORMS, one(
        _("nama paling panjang 150 huruf"),
        _("Huruf sesudah yang ke-150 tidak disimpan. Periksa apakah dua sel menyatu."),
    )),
    Check("name.garbled", _("Huruf nama rusak"), INFORMS, one(
        _("nama dengan huruf yang terbaca"),
        _("Berkas mungkin dibaca dengan pengodean yang keliru. Ubah pengodean di Cara membaca berkas."),
    )),
    Check("name.title", _("Gelar tertulis pada nama"), INFORMS, one(
        _("nama tanpa gelar; gelar punya kolom sendiri"),
        _("Pindahkan gelar ke kolom GELAR agar nama sama dengan KTP."),
    )),
    Check("name.differs", _("Nama berbeda dari data peserta"), INFORMS, {
        "shown": Words(
            _("nama pada data peserta: %(name)s"),
            _("Nama pada data peserta tetap dipakai. Bila orangnya lain, perbaiki NIK."),
        ),
        "hidden": Words(
            _("nama yang sama dengan data peserta"),
            _("NIK ini sudah terdaftar dengan nama lain. Cocokkan dengan KTP."),
        ),
    }),
    Check("person.same_name", _("Nama dan tanggal lahir sama, NIK berbeda"), INFORMS, one(
        _("setiap orang satu kali; baris %(line)d memuat nama dan tanggal lahir yang sama dengan NIK lain"),
        _("Cocokkan kedua baris dengan KTP. Bila orangnya satu, hapus yang NIK-nya keliru."),
    )),
    Check("mother.same_name", _("Nama ibu sama dengan nama pekerja"), INFORMS, one(
        _("nama ibu kandung menurut kartu keluarga"),
        _("Periksa kolom nama ibu kandung; mungkin terisi nama pekerja."),
    )),
    Check("person.deceased", _("Tercatat meninggal dunia"), BLOCKS, one(
        _("pekerja yang masih hidup"),
        _("Keluarkan dari daftar. Bila orangnya masih hidup, minta Dukcapil memperbaiki catatan kematian."),
    )),
    Check("identity.not_ktp", _("Bukan KTP"), INFORMS, one(
        _("jenis identitas KTP"),
        _("Nomor pada kolom ini dibaca sebagai NIK. Pekerja tanpa KTP belum dapat didaftarkan di sini."),
    )),
)  # fmt: skip

_BIRTH = (
    Check("birth_date.differs", _("Tanggal lahir bertentangan dengan NIK"), BLOCKS, one(
        _("%(birth)s menurut NIK"),
        _("Cocokkan NIK dan tanggal lahir dengan KTP, lalu perbaiki yang keliru."),
    )),
    Check("birth_date.swapped", _("Hari dan bulan lahir tertukar"), INFORMS, one(
        _("%(birth)s menurut NIK"),
        _("Hari dan bulan tertukar; tanggal menurut NIK dipakai. Tidak perlu tindakan."),
    )),
    Check("birth_date.unreadable", _("Tanggal lahir tidak terbaca"), INFORMS, one(
        _("tanggal, misalnya 12-05-1980; menurut NIK %(birth)s"),
        _("Tanggal menurut NIK dipakai. Periksa bila ragu."),
    )),
    Check("birth_date.missing", _("Tanggal lahir kosong"), INFORMS, one(
        _("tanggal lahir; SIPP mewajibkannya"),
        _("Tanggal menurut NIK dipakai. Isi kolomnya bila berkas ini juga diunggah ke SIPP."),
    )),
    Check("age.out_of_range", _("Usia di luar 17–64 tahun"), BLOCKS, one(
        _("usia 17 sampai 64 tahun pada %(on)s; menurut tanggal lahirnya %(age)d tahun"),
        _("Keluarkan dari daftar, atau perbaiki NIK dan tanggal lahir bila keliru."),
    )),
    Check("age.limit_ahead", _("Genap 65 tahun selama masa daftar"), INFORMS, one(
        _("usia paling tinggi 64 tahun sampai %(last)s"),
        _("Genap 65 tahun pada %(on)s. Siapkan pengganti; barisnya tetap diterima."),
    )),
    Check("sex.differs", _("Jenis kelamin berbeda dari NIK"), INFORMS, one(
        _("%(sex)s menurut NIK"),
        _("Jenis kelamin menurut NIK dipakai. Periksa NIK bila ragu."),
    )),
    Check("sex.unreadable", _("Jenis kelamin tidak terbaca"), INFORMS, one(
        _("L atau P; menurut NIK %(sex)s"),
        _("Jenis kelamin menurut NIK dipakai. Tulis L atau P."),
    )),
    Check("sex.missing", _("Jenis kelamin kosong"), INFORMS, one(
        _("L atau P; SIPP mewajibkannya"),
        _("Jenis kelamin menurut NIK dipakai. Isi kolomnya bila berkas ini juga diunggah ke SIPP."),
    )),
)  # fmt: skip

_PLACES = (
    Check("area.differs", _("Wilayah berbeda dari wilayah daftar"), INFORMS, one(
        _("wilayah daftar: %(area)s"),
        _("Pastikan orang ini memang bagian dari daftar; barisnya tetap diterima."),
    )),
    Check("area.former", _("NIK memakai kode daerah induk"), INFORMS, one(
        _("kode wilayah %(area)s atau daerah induknya"),
        _("NIK terbit sebelum pemekaran dan tetap berlaku. Tidak perlu tindakan."),
    )),
    Check("area.unknown", _("Nama wilayah tidak dikenal"), INFORMS, one(
        _("nama desa/kelurahan, kecamatan dan kabupaten/kota yang resmi"),
        _("Wilayah %(area)s dipakai. Perbaiki ejaan bila perlu."),
    )),
    Check("district.outside", _("Kecamatan tidak ada di daerah ini"), INFORMS, one(
        _("kecamatan di %(area)s"),
        _("Perbaiki nama kecamatan, atau pastikan orang ini warga daerah ini. Wilayah %(area)s dipakai."),
    )),
    Check("domicile.differs", _("Domisili berbeda dari data peserta"), INFORMS, one(
        _("domisili yang sama dengan data peserta"),
        _("Domisili pada data peserta tetap dipakai. Catat perpindahan bila orang ini pindah."),
    )),
    Check("address.missing", _("Alamat kosong"), INFORMS, one(
        _("alamat; lampiran SK memuat nama dan alamat"),
        _("Isi alamat, sedikitnya dusun atau lingkungan."),
    )),
    Check("rt.unreadable", _("RT atau RW bukan angka"), INFORMS, one(
        _("nomor RT atau RW, misalnya 001"),
        _("Tulis angkanya saja."),
    )),
    Check("postcode.shape", _("Kode pos tidak sesuai bentuknya"), INFORMS, one(
        _("kode pos, lima angka"),
        _("Perbaiki atau kosongkan kode pos."),
    )),
)  # fmt: skip

_CONTACT = (
    Check("phone.shape", _("Nomor telepon tidak sesuai bentuknya"), INFORMS, one(
        _("nomor telepon, 9 sampai 14 angka, diawali 0 atau +62"),
        _("Perbaiki nomornya; nomor yang keliru tidak disimpan."),
    )),
    Check("phone.repeated", _("Satu nomor telepon dipakai banyak orang"), INFORMS, one(
        _("nomor telepon sendiri; nomor ini dipakai %(count)d orang"),
        _("Mungkin nomor petugas. Isi nomor pekerja atau keluarganya agar mereka dapat dihubungi."),
    )),
    Check("email.shape", _("Alamat surel tidak sesuai bentuknya"), INFORMS, one(
        _("alamat surel, misalnya nama@contoh.id"),
        _("Perbaiki atau kosongkan alamat surel."),
    )),
)  # fmt: skip

CHECKS = (*_NIK, *_NAMES, *_BIRTH, *_PLACES, *_CONTACT)
