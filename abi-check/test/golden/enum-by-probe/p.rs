#[repr(i8)] pub enum Kind { Exec = 4, Odd = -9 }
#[repr(C)] pub struct P { k: Kind, b: u8 }
