// Rust's own declarations, read and written field by field. members.rs lists them: members!(mac), records!(mac).
mod vectors;
use std::io::BufRead;

/// A scalar as two's complement of 128 bits, and whether it is negative.
trait Scalar: Copy {
    fn bits(self) -> (u128, bool);
    fn of(bits: u128) -> Self;
}

macro_rules! integers {
    ($($word:ty)*) => {$(
        #[allow(unused_comparisons)]
        impl Scalar for $word {
            fn bits(self) -> (u128, bool) { (self as u128, self < 0) }
            fn of(bits: u128) -> Self { bits as $word }
        }
    )*};
}
integers!(u8 u16 u32 u64 u128 i8 i16 i32 i64 i128);

impl Scalar for f32 {
    fn bits(self) -> (u128, bool) { (self.to_bits().into(), false) }
    fn of(bits: u128) -> Self { f32::from_bits(bits as u32) }
}
impl Scalar for f64 {
    fn bits(self) -> (u128, bool) { (self.to_bits().into(), false) }
    fn of(bits: u128) -> Self { f64::from_bits(bits as u64) }
}
impl Scalar for bool {
    fn bits(self) -> (u128, bool) { (self.into(), false) }
    fn of(bits: u128) -> Self { bits != 0 }
}
macro_rules! enumerations {
    ($($word:ident)*) => {$(
        impl Scalar for vectors::$word {
            fn bits(self) -> (u128, bool) { self.0.bits() }
            fn of(bits: u128) -> Self { vectors::$word(Scalar::of(bits)) }
        }
    )*};
}

trait Record: Copy {
    fn show(&self) -> Vec<(&'static str, (u128, bool))>;
    fn put(&mut self, path: &str, bits: u128);
}
/// Members of a union are read without asking which one was written: that is what is tested.
macro_rules! members {
    ($record:ident, $(($path:literal, $($member:tt)+))*) => {
        #[allow(unused_unsafe)]
        impl Record for vectors::$record {
            fn show(&self) -> Vec<(&'static str, (u128, bool))> {
                unsafe { vec![$(($path, self.$($member)+.bits())),*] }
            }
            fn put(&mut self, path: &str, bits: u128) {
                unsafe {
                    match path {
                        $($path => self.$($member)+ = Scalar::of(bits),)*
                        _ => panic!("no field {path}"),
                    }
                }
            }
        }
    };
}
include!("members.rs");

fn decode<T: Record>(hex: &str) -> String {
    assert_eq!(hex.len(), 2 * size_of::<T>());
    let mut record: T = unsafe { std::mem::zeroed() };
    let bytes = &raw mut record as *mut u8;
    for at in 0..size_of::<T>() {
        unsafe { *bytes.add(at) = u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap() };
    }
    let spell = |(path, (bits, is_negative)): (&str, (u128, bool))| {
        if is_negative { format!("{path}=-{:x}", bits.wrapping_neg()) } else { format!("{path}={bits:x}") }
    };
    record.show().into_iter().map(spell).collect::<Vec<_>>().join(" ")
}

fn encode<'a, T: Record>(words: impl Iterator<Item = &'a str>) -> String {
    let mut record: T = unsafe { std::mem::zeroed() };
    for word in words {
        let (path, number) = word.split_once('=').unwrap();
        let magnitude = u128::from_str_radix(number.trim_start_matches('-'), 16).unwrap();
        record.put(path, if number.starts_with('-') { magnitude.wrapping_neg() } else { magnitude });
    }
    let bytes = &raw const record as *const u8;
    (0..size_of::<T>()).map(|at| format!("{:02x}", unsafe { *bytes.add(at) })).collect()
}

fn main() {
    for line in std::io::stdin().lock().lines().map(Result::unwrap) {
        let mut words = line.split_whitespace();
        let is_decode = words.next() == Some("decode");
        let name = words.next().unwrap();
        macro_rules! answer {
            ($($record:ident)*) => {
                match name {
                    $(stringify!($record) if is_decode => decode::<vectors::$record>(words.next().unwrap()),
                      stringify!($record) => encode::<vectors::$record>(words),)*
                    _ => panic!("no record {name}"),
                }
            };
        }
        println!("{}", records!(answer));
    }
}
