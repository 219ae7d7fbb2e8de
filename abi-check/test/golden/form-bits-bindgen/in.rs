#![allow(non_camel_case_types)]
#[repr(C)] #[derive(Copy, Clone)] pub struct __BindgenBitfieldUnit<Storage> { storage: Storage }
#[repr(C)] #[repr(align(1))] #[derive(Copy, Clone)] pub struct pin {
    pub vector: u8,
    pub _bitfield_align_1: [u8; 0],
    pub _bitfield_1: __BindgenBitfieldUnit<[u8; 2usize]>,
    pub reserved: [u8; 4usize],
    pub id: u8,
}
#[repr(C)] #[repr(align(4))] #[derive(Copy, Clone)] pub struct link {
    pub _bitfield_align_1: [u16; 0],
    pub _bitfield_1: __BindgenBitfieldUnit<[u8; 2usize]>,
    pub __bindgen_padding_0: u16,
    pub mtu: u32,
}
#[no_mangle] pub fn look(_: &pin, _: &link) {}
