// Linux: io_uring (linux/io_uring.h), inotify, evdev (linux/input.h), FUSE (linux/fuse.h), netlink, and ELF symbols.
#include "test/explain/family.h"

namespace abi::explain_bench {
namespace {

const Value bytes_read = one_of({0, 1, 64, 512, 517, 1448, 4096, 4096, 8192, 65536});
/// What linux/inotify.h lists: a set of them, or one with the mark of a folder.
const std::vector<std::uint64_t> inotify_masks{0x1,   0x2,   0x4,   0x8,   0x10,   0x20,   0x40,   0x80,
                                               0x100, 0x200, 0x400, 0x800, 0x2000, 0x4000, 0x8000, 0x40000000};
const Value seconds = growing(up_to(40'000'000, 1, 1'740'000'000), up_to(3));

std::vector<Row> submission() {
    return {
        // NOP, READV, WRITEV, FSYNC, SENDMSG, ACCEPT, READ, WRITE, SEND, RECV
        u8("opcode", one_of({0, 1, 2, 3, 9, 13, 22, 22, 23, 23, 26, 27})).of(numbers(0, 49)),
        u8("flags", mostly(always(0), one_of({1, 4, 16}))),
        u16("ioprio", mostly(always(0), one_of({1, 0x6000}))),
        i32("fd", up_to(30, 1, 3)),
        u64("off", mostly(up_to(1U << 16U, 4096), always(0))),
        u64("addr", mapped_address()),
        u32("len", one_of({1, 512, 1024, 4096, 4096, 16384, 65536})),
        u32("rw_flags", mostly(always(0), one_of({1, 8, 0x4000}))),
        u64("user_data", heap_address()),
        u16("buf_index", mostly(always(0), up_to(64))),
        u16("personality", always(0)),
        i32("splice_fd_in", always(0)),
        u64("addr3", always(0)),
        reserved("__pad2", 64),
    };
}

std::vector<Row> fuse_request() {
    return {
        u32("len", one_of({40, 44, 48, 56, 64, 80, 80, 104, 4176})),
        // LOOKUP, FORGET, GETATTR, OPEN, READ, WRITE, RELEASE, FLUSH, OPENDIR, READDIR
        u32("opcode", one_of({1, 1, 2, 3, 3, 14, 15, 15, 16, 18, 25, 27, 28})).of(numbers(1, 51)),
        u64("unique", counting(100'000, 2)),
        u64("nodeid", one_of({1, 2, 3, 7, 12, 40, 311})),
        u32("uid", same(one_of({0, 1000, 1001}))),
        u32("gid", same(one_of({0, 100, 1000}))),
        u32("pid", up_to(30'000, 1, 300)),
        u16("total_extlen", always(0)),
        padding("padding", 16),
    };
}

std::vector<Row> elf_symbol() {
    return {
        u32("st_name", growing(up_to(3000, 1, 1), up_to(40, 1, 4))),
        u8("st_info", one_of({0x01, 0x02, 0x11, 0x12, 0x12, 0x22})),
        u8("st_other", one_of({0, 0, 0, 2})).of(numbers(0, 3)),
        u16("st_shndx", one_of({0, 1, 14, 14, 15, 24, 25, 0xFFF1})),
        u64("st_value", mostly(up_to(1U << 18U, 16, 0x1000), always(0))),
        u64("st_size", mostly(up_to(2000), always(0))),
    };
}

}  // namespace

std::vector<Family> kernel_families() {
    const auto little = ByteOrder::little;
    const auto natural = Packing::natural;
    return {
        {"io_uring", "io_uring_sqe", little, natural, submission()},
        {"io_uring",
         "io_uring_cqe",
         little,
         natural,
         {u64("user_data", heap_address()), i32("res", or_error(bytes_read, {2, 11, 32, 125})),
          u32("flags", mostly(always(0), one_of({1, 2, 4})))}},
        {"inotify",
         "inotify_event",
         little,
         natural,
         {i32("wd", up_to(6, 1, 1)),
          // ACCESS, MODIFY, CLOSE_WRITE, OPEN, CREATE, DELETE, and those of folders
          u32("mask", one_of({1, 2, 8, 0x10, 0x20, 0x100, 0x200, 0x40000020, 0x40000100})).of(inotify_masks),
          u32("cookie", mostly(always(0), up_to(60'000))), u32("len", one_of({0, 16, 16, 16, 32}))}},
        {"evdev",
         "input_event",
         little,
         natural,
         {i64("sec", seconds), i64("usec", up_to(1'000'000)),
          u16("type", one_of({0, 1, 2, 3, 4})).of({0, 1, 2, 3, 4, 5, 0x11, 0x12, 0x14, 0x15, 0x16, 0x17}),
          u16("code", one_of({0, 0, 1, 4, 28, 30, 57, 0x110, 0x35})), i32("value", or_error(up_to(200), {1, 2, 5}))}},
        {"FUSE", "fuse_in_header", little, natural, fuse_request()},
        {"FUSE",
         "fuse_out_header",
         little,
         natural,
         {u32("len", one_of({16, 16, 24, 120, 144, 4112})), i32("error", or_error(always(0), {2, 13, 38})),
          u64("unique", counting(100'000, 2))}},
        {"netlink",
         "nlmsghdr",
         little,
         natural,
         {u32("nlmsg_len", one_of({20, 32, 36, 72, 76, 1396, 1404})),
          u16("nlmsg_type", one_of({2, 3, 16, 16, 18, 20, 24}))
              .of({1, 2, 3, 4, 16, 17, 18, 19, 20, 21, 22, 24, 25, 26, 28, 29, 30}),
          u16("nlmsg_flags", one_of({0, 1, 2, 2, 5, 0x301})), u32("nlmsg_seq", counting(30'000)),
          u32("nlmsg_pid", same(up_to(30'000, 1, 300)))}},
        {"ELF", "Elf64_Sym", little, natural, elf_symbol()},
    };
}

}  // namespace abi::explain_bench
