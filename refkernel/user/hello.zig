//! Hello in Zig, with the declarations that `abi-check gen zig` writes.
const abi = @import("membrane");

const Membrane = opaque {};
extern fn membrane_seal(membrane: *Membrane, packet: *anyopaque) void;
extern fn membrane_push(membrane: *Membrane, packet: *const anyopaque) c_int;
extern fn membrane_doorbell(membrane: *Membrane) void;
extern fn membrane_collect(membrane: *Membrane, completion: *anyopaque) c_int;

const greeting = "Hello from a dynamically loaded ELF, in Zig!\n";

fn call(membrane: *Membrane, kind: abi.CmdKind, arg: u64) abi.CompletionPacket {
    var packet = abi.CmdPacket{ .kind = kind, ._pad = 0, .arg = arg, .id = 0 };
    membrane_seal(membrane, &packet);
    while (membrane_push(membrane, &packet) == 0) membrane_doorbell(membrane);
    var answer: abi.CompletionPacket = undefined;
    while (membrane_collect(membrane, &answer) == 0) membrane_doorbell(membrane);
    return answer;
}

export fn main_program(membrane: *Membrane) u64 {
    const text = abi.IoSpan{ .address = @intFromPtr(greeting), .length = greeting.len, ._pad = 0 };
    const answer = call(membrane, .CMD_CONSOLE_WRITE, @intFromPtr(&text));
    const is_ok = answer.verdict == .VERDICT_OK and answer.result == text.length;
    _ = call(membrane, .CMD_SYS_EXIT, if (is_ok) 0 else 1);
    return 1; // not reached: exit has no answer
}
