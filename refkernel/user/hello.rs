//! Hello in Rust, with the declarations that `abi-check gen rust` writes.
use crate::membrane::{CmdKind, CmdPacket, CompletionPacket, IoSpan, Verdict};

#[repr(C)]
pub struct Membrane {
    _opaque: [u8; 0],
}

extern "C" {
    fn membrane_seal(membrane: *mut Membrane, packet: *mut CmdPacket);
    fn membrane_push(membrane: *mut Membrane, packet: *const CmdPacket) -> i32;
    fn membrane_doorbell(membrane: *mut Membrane);
    fn membrane_collect(membrane: *mut Membrane, completion: *mut CompletionPacket) -> i32;
}

static GREETING: &[u8] = b"Hello from a dynamically loaded ELF, in Rust!\n";

unsafe fn call(membrane: *mut Membrane, kind: CmdKind, arg: u64) -> CompletionPacket {
    let mut packet = CmdPacket { kind, _pad: 0, arg, id: 0 };
    membrane_seal(membrane, &mut packet);
    while membrane_push(membrane, &packet) == 0 {
        membrane_doorbell(membrane);
    }
    let mut answer = core::mem::MaybeUninit::uninit();
    while membrane_collect(membrane, answer.as_mut_ptr()) == 0 {
        membrane_doorbell(membrane);
    }
    answer.assume_init()
}

#[no_mangle]
pub unsafe extern "C" fn main_program(membrane: *mut Membrane) -> u64 {
    let text = IoSpan { address: GREETING.as_ptr() as u64, length: GREETING.len() as u32, _pad: 0 };
    let answer = call(membrane, CmdKind::CMD_CONSOLE_WRITE, core::ptr::addr_of!(text) as u64);
    let is_ok = answer.verdict == Verdict::VERDICT_OK && answer.result == u64::from(text.length);
    call(membrane, CmdKind::CMD_SYS_EXIT, u64::from(!is_ok));
    1 // not reached: exit has no answer
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
