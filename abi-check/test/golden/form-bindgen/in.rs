#![allow(non_camel_case_types)]
#[repr(C)] #[derive(Default)] pub struct __IncompleteArrayField<T>(::std::marker::PhantomData<T>, [T; 0]);
#[repr(C)] #[derive(Copy, Clone)] pub struct irq_level { pub __bindgen_anon_1: irq_level__bindgen_ty_1, pub level: u32 }
#[repr(C)] #[derive(Copy, Clone)] pub union irq_level__bindgen_ty_1 { pub irq: u32, pub status: i32 }
#[repr(C)] #[derive(Copy, Clone)] pub struct exit_info { pub reason: u32, pub pad: u32, pub __bindgen_anon_1: exit_info__bindgen_ty_1 }
#[repr(C)] #[derive(Copy, Clone)] pub union exit_info__bindgen_ty_1 { pub mmio: exit_info__bindgen_ty_1__bindgen_ty_1, pub fault: exit_info__bindgen_ty_1__bindgen_ty_2 }
#[repr(C)] #[derive(Copy, Clone)] pub struct exit_info__bindgen_ty_1__bindgen_ty_1 { pub addr: u64, pub data: [u8; 8] }
#[repr(C)] #[derive(Copy, Clone)] pub struct exit_info__bindgen_ty_1__bindgen_ty_2 { pub code: u32, pub ndata: u32 }
#[repr(C)] pub struct routes { pub nr: u32, pub flags: u32, pub entries: __IncompleteArrayField<irq_level> }
