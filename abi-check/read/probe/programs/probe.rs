// What the probe asks rustc: the functions that write the answers of section.h. The probe puts this text into a module
// below each one that declares a record, so that it can name what is private there, and one line for each question
// behind it. A pointer to a field gives the field's type. It borrows nothing, so that packed structs and unions have
// such pointers, too.
use core::mem::{align_of, size_of};
const MARKER: u64 = 0xAB1C4EC49206BE01;
const NONE: u64 = u64::MAX;
#[link_section = ".abi_probe"]
#[used]
static PRESENT: u64 = 0;
/// What the compiler answers for: the section .abi_facts. A number has its digits as text.
#[repr(C)]
struct Number {
    key: [u8; 18],
    digits: [u8; 4],
}
const fn number(key: &str, n: usize) -> Number {
    let mut fact = Number { key: [0; 18], digits: [digit(n / 100), digit(n / 10), digit(n), 0] };
    let mut i = 0;
    while i < key.len() {
        fact.key[i] = key.as_bytes()[i];
        i += 1;
    }
    fact
}
const fn digit(n: usize) -> u8 {
    b'0' + (n % 10) as u8
}
#[repr(C)]
enum Small {
    Zero,
    One,
}
#[repr(C)]
struct Behind<T>(u8, T);
#[link_section = ".abi_facts"]
#[used]
static NUMBERS: [Number; 6] = [
    number("pointer_bits", 8 * size_of::<usize>()),
    number("long_bits", 8 * size_of::<core::ffi::c_long>()),
    number("u64_align", core::mem::offset_of!(Behind<u64>, 1)),
    number("u128_align", core::mem::offset_of!(Behind<u128>, 1)),
    number("double_align", core::mem::offset_of!(Behind<f64>, 1)),
    number("enum_bits", 8 * size_of::<Small>()),
];
macro_rules! word {
    ($name:ident, $condition:meta, $text:literal) => {
        #[cfg($condition)]
        #[link_section = ".abi_facts"]
        #[used]
        static $name: [u8; $text.len()] = *$text;
    };
}
word!(LINUX, any(target_os = "linux", target_os = "android"), b"system\0linux\0");
word!(WINDOWS, target_os = "windows", b"system\0windows\0");
word!(UEFI, target_os = "uefi", b"system\0uefi\0");
word!(FREEBSD, target_os = "freebsd", b"system\0freebsd\0");
word!(BARE, target_os = "none", b"system\0none\0");
word!(ANDROID, target_os = "android", b"environment\0android\0");
word!(GNU, target_env = "gnu", b"environment\0gnu\0");
word!(MUSL, target_env = "musl", b"environment\0musl\0");
word!(MSVC, target_env = "msvc", b"environment\0msvc\0");
word!(LITTLE, target_endian = "little", b"byte_order\0little\0");
word!(BIG, target_endian = "big", b"byte_order\0big\0");
/// A type that Rust has, or an array of it: its kind in the codes of section.h, width in bits, flags and extents.
trait Known {
    const CODE: u64;
    const WIDTH: u64;
    const FLAGS: u64 = 0;
    const DEPTH: usize = 0;
    const EXTENTS: [u64; 8] = [NONE; 8];
}
macro_rules! known { ($code:expr, $flags:expr, $($t:ty),*) => { $(impl Known for $t {
    const CODE: u64 = $code; const WIDTH: u64 = 8 * size_of::<$t>() as u64; const FLAGS: u64 = $flags; })* } }
known!(1, 0, u8, u16, u32, u64, u128);
known!(2, 0, i8, i16, i32, i64, i128);
known!(1, 2, usize);
known!(2, 2, isize);
known!(3, 0, f32, f64);
known!(4, 0, bool);
known!(0, 0, char);
macro_rules! pointer { ($($t:ty),*) => { $(impl<T> Known for $t {
    const CODE: u64 = 6; const WIDTH: u64 = 8 * size_of::<$t>() as u64; const FLAGS: u64 = 2; })* } }
pointer!(
    *const T,
    *mut T,
    &T,
    &mut T,
    Option<&T>,
    Option<&mut T>,
    core::ptr::NonNull<T>,
    Option<core::ptr::NonNull<T>>
);
macro_rules! function {
    ($($a:ident),*) => {
        function!(@ ($($a),*) extern "C" fn($($a),*) -> R);
        function!(@ ($($a),*) unsafe extern "C" fn($($a),*) -> R);
        function!(@ ($($a),*) fn($($a),*) -> R);
    };
    (@ ($($a:ident),*) $t:ty) => { function!(= ($($a),*) $t); function!(= ($($a),*) Option<$t>); };
    (= ($($a:ident),*) $t:ty) => { impl<R, $($a),*> Known for $t {
        const CODE: u64 = 6; const WIDTH: u64 = 8 * size_of::<$t>() as u64; const FLAGS: u64 = 2; } };
}
function!();
function!(A);
function!(A, B);
function!(A, B, C);
function!(A, B, C, D);
function!(A, B, C, D, E);
function!(A, B, C, D, E, F);
const fn prepend(first: u64, rest: [u64; 8]) -> [u64; 8] {
    let mut all = [first; 8];
    let mut i = 1;
    while i < 8 {
        all[i] = rest[i - 1];
        i += 1;
    }
    all
}
impl<T: Known, const N: usize> Known for [T; N] {
    const CODE: u64 = T::CODE;
    const WIDTH: u64 = T::WIDTH;
    const FLAGS: u64 = T::FLAGS;
    const DEPTH: usize = T::DEPTH + 1;
    const EXTENTS: [u64; 8] = prepend(N as u64, T::EXTENTS);
}
macro_rules! transparent { ($($t:ident : $u:ty),*) => { $(impl Known for core::sync::atomic::$t {
    const CODE: u64 = <$u as Known>::CODE; const WIDTH: u64 = <$u as Known>::WIDTH; })* } }
transparent!(AtomicU8: u8, AtomicU16: u16, AtomicU32: u32, AtomicI8: i8, AtomicI16: i16, AtomicI32: i32, AtomicBool: bool);
#[cfg(target_has_atomic = "64")]
transparent!(AtomicU64: u64, AtomicI64: i64);
/// The words of an answer about a field. Words that the name of its type does not need are zero.
type FieldWords = [u64; 54];
/// Answer 1: a record, with its name.
type RecordWords = [u64; 40];
const fn record<R>(item: u64) -> RecordWords {
    let name = name_words::<R>();
    let count = if name[0] == 0 { 5 } else { 6 + (name[0] + 7) / 8 };
    let first = [MARKER, 1 << 32 | count, item, 0, size_of::<R>() as u64, align_of::<R>() as u64, 0];
    let mut all = [0; 40];
    let mut i = 0;
    while i < all.len() {
        all[i] = if i < 7 { first[i] } else { name[i - 7] };
        i += 1;
    }
    all
}
/// The name of a type as an answer holds it: its length in bytes, its words. One of more than 256 bytes is left out.
const fn name_words<T>() -> [u64; 33] {
    let name = name_of::<T>().as_bytes();
    let length = if name.len() > 256 { 0 } else { name.len() };
    let mut words = [0; 33];
    words[0] = length as u64;
    let mut i = 0;
    while i < length {
        words[1 + i / 8] |= (name[i] as u64) << (i % 8 * 8);
        i += 1;
    }
    words
}
/// Answer 2: a field at `offset` bytes of the alignment of `A`. `code`, `size` in bytes: of an element `E`; `e`: extents.
const fn field<A, E>(
    record: u64,
    item: u64,
    offset: usize,
    code: u64,
    size: usize,
    flags: u64,
    e: [u64; 8],
) -> FieldWords {
    let name = name_words::<E>();
    let first = [
        MARKER,
        2 << 32 | (20 + (name[0] + 7) / 8),
        record,
        item,
        1 + 8 * offset as u64,
        NONE,
        code,
        8 * size as u64,
        flags,
        NONE,
        align_of::<A>() as u64,
        8,
    ];
    let mut all = [0; 54];
    let mut i = 0;
    while i < 20 {
        all[i] = if i < 12 { first[i] } else { e[i - 12] };
        i += 1;
    }
    i = 0;
    while i < name.len() {
        all[21 + i] = name[i];
        i += 1;
    }
    all
}
/// A number, or what is made of numbers.
const fn words<T, F: Known>(record: u64, item: u64, offset: usize, _: fn(&T) -> *const F) -> FieldWords {
    let flags = F::FLAGS | if F::DEPTH > 8 { 8 } else { 0 };
    field::<F, F>(record, item, offset, F::CODE, F::WIDTH as usize / 8, flags, F::EXTENTS)
}
/// An array `F` of elements `E`, a record that is asked for, too.
const fn element<T, F, E>(
    record: u64,
    item: u64,
    offset: usize,
    _: fn(&T) -> *const F,
    _: fn() -> E,
    code: u64,
    flags: u64,
    e: [u64; 8],
) -> FieldWords {
    field::<F, E>(record, item, offset, code, size_of::<E>(), flags, e)
}
/// Any type: what is inside of it, if the compiler tells.
const fn any<T, F>(record: u64, item: u64, offset: usize, _: fn(&T) -> *const F) -> FieldWords {
    let number = <F as Found>::NUMBER;
    let flags = number[2] | if <F as Found>::DEPTH > 8 { 8 } else { 0 };
    field::<F, F>(record, item, offset, number[0], number[1] as usize / 8, flags, <F as Found>::EXTENTS)
}
/// An element `E` that holds one number `F` and nothing else.
const fn carried<T, E, F: Known>(
    record: u64,
    item: u64,
    offset: usize,
    _: fn(&T) -> *const E,
    _: fn(&T) -> *const F,
    e: [u64; 8],
) -> FieldWords {
    let code = if size_of::<E>() == size_of::<F>() && F::DEPTH == 0 { F::CODE } else { 0 };
    field::<E, E>(record, item, offset, code, size_of::<E>(), F::FLAGS | 64, e)
}
/// An enumeration. The sign of `asked` holds if the discriminant is an isize: then the C compiler chooses it.
const fn enumeration<T, E: DiscriminantKind>(
    record: u64,
    item: u64,
    offset: usize,
    _: fn(&T) -> *const E,
    asked: u64,
    e: [u64; 8],
) -> FieldWords
where
    E::Discriminant: Known,
{
    let is_open = <E::Discriminant as Known>::FLAGS & 2 != 0;
    // Other types that can be converted, such as a pointer, have a u8 as discriminant.
    let is_number = is_open || size_of::<E>() == size_of::<E::Discriminant>();
    let is_known = is_number && <E::Discriminant as Known>::FLAGS != 32;
    let is_signed = (<E::Discriminant as Known>::CODE == 2) as u64;
    let flags = if is_open { asked } else { is_signed };
    let number = if is_known { [7, 0, flags] } else { <E as Found>::NUMBER };
    field::<E, E>(record, item, offset, number[0], size_of::<E>(), number[2], e)
}
/// The tag of an enumeration whose variants have fields. With repr(C) alone, it is an integer as C chooses it.
const fn tag<E: DiscriminantKind>(record: u64, item: u64, asked: u64) -> FieldWords
where
    E::Discriminant: Known,
{
    let flags = <E::Discriminant as Known>::FLAGS;
    let is_open = flags & 2 != 0;
    let size = if is_open { size_of::<Small>() } else { size_of::<E::Discriminant>() };
    let code = if flags & 32 != 0 { 0 } else { 7 };
    let is_signed = if is_open { asked } else { (<E::Discriminant as Known>::CODE == 2) as u64 };
    if is_open {
        return field::<u8, core::ffi::c_int>(record, item, 0, code, size, is_signed, [NONE; 8]);
    }
    field::<u8, E::Discriminant>(record, item, 0, code, size, is_signed, [NONE; 8])
}
/// Answer 5: the integer of an enumeration. The discriminant is an isize if the source states no width, or repr(C).
const fn carrier<E: DiscriminantKind>(item: u64) -> [u64; 6]
where
    E::Discriminant: Known,
{
    let size = size_of::<E>();
    let is_open = <E::Discriminant as Known>::FLAGS & 2 != 0 && (size != size_of::<isize>() || size == 4);
    let code = if is_open { 0 } else { <E::Discriminant as Known>::CODE };
    [MARKER, 5 << 32 | 4, item, code, 8 * size as u64, if is_open { 2 } else { 1 }]
}
/// Answer 6: a value of an enumeration.
const fn variant(owner: u64, item: u64, value: i128) -> [u64; 9] {
    [MARKER, 6 << 32 | 7, owner, item, (value < 0) as u64, value as u64, (value >> 64) as u64, 1, 0]
}
/// The first element of an array; it is not read.
const fn first<T, const N: usize>(array: *const [T; N]) -> *const T {
    array as *const T
}
/// How many elements an array has.
const fn extent<T, E, const N: usize>(_: fn(&T) -> *const [E; N]) -> u64 {
    N as u64
}
/// Answer 3: the value of a constant.
const fn constant_words(item: u64, code: u64, width: u64, value: u128) -> [u64; 8] {
    [MARKER, 3 << 32 | 6, item, code, width, value as u64, (value >> 64) as u64, 1]
}
const fn constant<T: Known>(item: u64, value: u128, _: &T) -> [u64; 8] {
    constant_words(item, T::CODE, T::WIDTH, value)
}
const fn enumerator<E>(item: u64, value: i128, _: &E) -> [u64; 8] {
    constant_words(item, if value < 0 { 2 } else { 1 }, 8 * size_of::<E>() as u64, value as u128)
}
