// Numbers of a stated byte order as Rust's crates declare them, such as zerocopy.
use core::marker::PhantomData;

pub enum BigEndian {}
pub enum LittleEndian {}

#[repr(transparent)]
pub struct U16<O>([u8; 2], PhantomData<O>);
#[repr(transparent)]
pub struct U32<O>([u8; 4], PhantomData<O>);
#[repr(transparent)]
pub struct Be32(u32);

#[repr(C)]
pub struct Header {
    pub length: U16<BigEndian>,
    pub port: U16<LittleEndian>,
    pub source: U32<BigEndian>,
    pub id: Be32,
    pub count: u32,
}

#[no_mangle]
pub static HEADER: Header = Header {
    length: U16([0; 2], PhantomData),
    port: U16([0; 2], PhantomData),
    source: U32([0; 4], PhantomData),
    id: Be32(0),
    count: 0,
};
