#[cfg(target_arch = "s390x")]
mod absent;
#[cfg_attr(target_arch = "x86_64", path = "imp/x86.rs")]
#[cfg_attr(not(target_arch = "x86_64"), path = "imp/other.rs")]
mod imp;
mod made {
    include!(concat!(env!("OUT_DIR"), "/made.rs"));
}
mod listed {
    include!("listed.in");
}
macro_rules! s {
    ($($i:item)*) => { $($i)* };
}
s! {
    #[repr(C)]
    pub struct in_macro {
        pub low: u32,
        pub high: u32,
    }
}
