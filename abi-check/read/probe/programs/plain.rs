/// For a compiler that does not offer its features: the sign of an `enum`, the name of a type and the number inside of a
/// type are unknown.
struct NoSign;
impl Known for NoSign {
    const CODE: u64 = 0;
    const WIDTH: u64 = 0;
    const FLAGS: u64 = 32;
}
trait DiscriminantKind {
    type Discriminant: Known;
}
impl<T> DiscriminantKind for T {
    type Discriminant = NoSign;
}
trait Found: Sized {
    const NUMBER: [u64; 3] = [0, 8 * size_of::<Self>() as u64, 0];
    const DEPTH: usize = 0;
    const EXTENTS: [u64; 8] = [NONE; 8];
}
impl<T> Found for T {}
const fn name_of<T>() -> &'static str {
    ""
}
