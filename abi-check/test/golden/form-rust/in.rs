use std::cell::UnsafeCell;
use std::mem::{ManuallyDrop, MaybeUninit};

#[repr(C)]
pub struct Stamp {
    seconds: u32,
    _p: u32,
    ticks: u64,
}
#[repr(transparent)]
pub struct Wrapped(Stamp);

mod generic {
    #[repr(C)]
    pub struct Head<T> {
        kind: u32,
        id: T,
    }
}
#[repr(C)]
pub struct Tuple(generic::Head<u32>, pub u64);

#[repr(C)]
pub struct Slot {
    key: u32,
    value: u32,
}
#[repr(C)]
pub struct Ring {
    slots: [UnsafeCell<MaybeUninit<Slot>>; 2],
    spare: ManuallyDrop<Slot>,
    rest: [Slot; 0],
}
#[repr(C)]
pub struct Turned {
    value: u32,
    key: u32,
}
#[repr(C)]
pub struct Hidden {
    slot: UnsafeCell<Turned>,
}
