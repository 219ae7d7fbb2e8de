use core::marker::DiscriminantKind;
/// The number inside a type, with any name of its fields, private or not. An auto trait holds for a type if
/// it holds for all parts of it. So `NoU32` holds for every type that has no u32 anywhere. A type that has numbers of
/// one kind only, and the size of one of them, is that number: NonZero<u32>, Reg<u32>, a newtype of a newtype. What
/// has no bytes (PhantomData) and what lies behind a pointer is no part.
macro_rules! parts {
    ($($no:ident $has:ident $t:ty),*) => {
        $(auto trait $no {}
        impl !$no for $t {}
        impl<T: ?Sized> $no for *const T {}
        impl<T: ?Sized> $no for *mut T {}
        impl<T: ?Sized> $no for &T {}
        impl<T: ?Sized> $no for &mut T {}
        impl<T: ?Sized> $no for core::ptr::NonNull<T> {}
        part!($no $has);)*
        /// How many kinds of numbers `T` has, then the code, width and flags of the last one.
        const fn numbers_in<T>() -> [u64; 4] {
            let mut found = [0; 4];
            $(if <T as $has>::HAS {
                found = [found[0] + 1, <$t as Known>::CODE, <$t as Known>::WIDTH, <$t as Known>::FLAGS];
            })*
            found
        }
    };
}
macro_rules! part {
    ($no:ident $has:ident) => {
        impl<T: ?Sized> $no for core::marker::PhantomData<T> {}
        trait $has {
            const HAS: bool;
        }
        impl<T> $has for T {
            default const HAS: bool = true;
        }
        impl<T: $no> $has for T {
            const HAS: bool = false;
        }
    };
}
parts!(
    NoU8 HasU8 u8, NoU16 HasU16 u16, NoU32 HasU32 u32, NoU64 HasU64 u64, NoU128 HasU128 u128, NoUsize HasUsize usize,
    NoI8 HasI8 i8, NoI16 HasI16 i16, NoI32 HasI32 i32, NoI64 HasI64 i64, NoI128 HasI128 i128, NoIsize HasIsize isize,
    NoF32 HasF32 f32, NoF64 HasF64 f64, NoBool HasBool bool, NoChar HasChar char
);
auto trait NoPointer {}
macro_rules! no_pointer { ($($t:ty),*) => { $(impl<T: ?Sized> !NoPointer for $t {})* } }
no_pointer!(*const T, *mut T, &T, &mut T);
macro_rules! no_function {
    ($($a:ident),*) => {
        impl<R, $($a),*> !NoPointer for extern "C" fn($($a),*) -> R {}
        impl<R, $($a),*> !NoPointer for unsafe extern "C" fn($($a),*) -> R {}
        impl<R, $($a),*> !NoPointer for fn($($a),*) -> R {}
        impl<R, $($a),*> !NoPointer for unsafe fn($($a),*) -> R {}
    };
}
no_function!();
no_function!(A);
no_function!(A, B);
no_function!(A, B, C);
no_function!(A, B, C, D);
no_function!(A, B, C, D, E);
no_function!(A, B, C, D, E, F);
no_function!(A, B, C, D, E, F, G);
no_function!(A, B, C, D, E, F, G, H);
part!(NoPointer HasPointer);
/// A pointer to a function with any arguments.
trait Function {
    const IS: bool;
}
impl<T> Function for T {
    default const IS: bool = false;
}
impl<T: core::marker::FnPtr> Function for T {
    const IS: bool = true;
}
/// Such a pointer, or an Option of it.
trait Callback {
    const IS: bool;
}
impl<T> Callback for T {
    default const IS: bool = <T as Function>::IS;
}
impl<T> Callback for Option<T> {
    const IS: bool = <T as Function>::IS;
}
/// The integer that carries an enumeration.
trait Carrier {
    const CODE: u64;
    const FLAGS: u64;
}
impl<T> Carrier for T {
    default const CODE: u64 = 0;
    default const FLAGS: u64 = 0;
}
impl<T: Known> Carrier for T {
    const CODE: u64 = T::CODE;
    const FLAGS: u64 = T::FLAGS;
}
/// Whether a type has no bytes, and an array without elements: `(PhantomData<u64>, [u64; 0])`, bindgen's flexible array.
const fn is_empty_array<T>() -> bool {
    size_of::<T>() == 0 && numbers_in::<T>()[0] == 1 && !<T as HasPointer>::HAS
}
/// The code, width in bits and flags of a type that is no array. The code is 0 if it is not one number.
const fn number_in<T>() -> [u64; 3] {
    let width = 8 * size_of::<T>() as u64;
    let found = numbers_in::<T>();
    if is_empty_array::<T>() {
        return [found[1], found[2], found[3]];
    }
    let has_pointer = <T as HasPointer>::HAS;
    let is_enum = core::mem::variant_count::<T>() > 1;
    if <T as Callback>::IS || (has_pointer && found[0] == 0 && width == 8 * size_of::<usize>() as u64) {
        return [6, width, 2];
    }
    // Option<bool> has more than two values.
    if !has_pointer && found[0] == 1 && found[2] == width && !(is_enum && found[1] == 4) {
        return [found[1], width, found[3]];
    }
    if !has_pointer && found[0] == 0 && is_enum {
        tag_of::<T>()
    } else {
        [0, width, 0]
    }
}
/// As above, for an enumeration without fields whose integer the source names.
const fn tag_of<T>() -> [u64; 3] {
    let size = size_of::<T>();
    let code = <<T as DiscriminantKind>::Discriminant as Carrier>::CODE;
    let is_open = <<T as DiscriminantKind>::Discriminant as Carrier>::FLAGS & 2 != 0;
    let is_number = code != 0 && !is_open && size == size_of::<<T as DiscriminantKind>::Discriminant>();
    [if is_number { 7 } else { 0 }, 8 * size as u64, (code == 2) as u64]
}
/// The length in the name of a type such as `Padding<[u8; 4]>`; 0: the name ends otherwise.
const fn bytes_in_name(name: &[u8]) -> usize {
    if name.len() < 2 || name[name.len() - 2] != b']' || name[name.len() - 1] != b'>' {
        return 0;
    }
    let mut at = name.len() - 2;
    let mut length = 0;
    let mut place = 1;
    while at > 0 && name[at - 1].is_ascii_digit() && place <= 1000000000 {
        at -= 1;
        length += (name[at] - b'0') as usize * place;
        place *= 10;
    }
    let is_bytes = at >= 6
        && name[at - 6] == b'<'
        && name[at - 5] == b'['
        && (name[at - 4] == b'u' || name[at - 4] == b'i')
        && name[at - 3] == b'8'
        && name[at - 2] == b';';
    if is_bytes {
        length
    } else {
        0
    }
}
/// How many bytes a newtype of an array of them has, which has nothing else inside. 0: it is none. The name must tell:
/// zerocopy's `U32<BE>` holds bytes, too, and is a number.
const fn bytes_in<T>() -> usize {
    let found = numbers_in::<T>();
    let is_plain = found[0] == 1 && found[1] <= 2 && found[2] == 8 && !<T as HasPointer>::HAS;
    let length = bytes_in_name(core::any::type_name::<T>().as_bytes());
    if is_plain && length == size_of::<T>() {
        length
    } else {
        0
    }
}
trait Found {
    const NUMBER: [u64; 3];
    const DEPTH: usize;
    const EXTENTS: [u64; 8];
}
impl<T> Found for T {
    default const NUMBER: [u64; 3] = if bytes_in::<T>() != 0 { [numbers_in::<T>()[1], 8, 0] } else { number_in::<T>() };
    default const DEPTH: usize = (bytes_in::<T>() != 0) as usize;
    default const EXTENTS: [u64; 8] = if is_empty_array::<T>() {
        prepend(0, [NONE; 8])
    } else if bytes_in::<T>() != 0 {
        prepend(bytes_in::<T>() as u64, [NONE; 8])
    } else {
        [NONE; 8]
    };
}
impl<T, const N: usize> Found for [T; N] {
    const NUMBER: [u64; 3] = <T as Found>::NUMBER;
    const DEPTH: usize = <T as Found>::DEPTH + 1;
    const EXTENTS: [u64; 8] = prepend(N as u64, <T as Found>::EXTENTS);
}
/// Types of Rust's library that are what they hold.
macro_rules! wrapper { ($($t:ty),*) => { $(impl<T> Found for $t {
    const NUMBER: [u64; 3] = <T as Found>::NUMBER;
    const DEPTH: usize = <T as Found>::DEPTH;
    const EXTENTS: [u64; 8] = <T as Found>::EXTENTS; })* } }
wrapper!(
    core::cell::Cell<T>,
    core::cell::UnsafeCell<T>,
    core::mem::ManuallyDrop<T>,
    core::mem::MaybeUninit<T>,
    core::num::Wrapping<T>,
    core::num::Saturating<T>
);
impl Found for core::sync::atomic::AtomicBool {
    const NUMBER: [u64; 3] = [4, 8, 0];
}
const fn name_of<T>() -> &'static str {
    core::any::type_name::<T>()
}
