// Invalid paths, and files that a program may not use.
#include <array>

#include "user/hostile/hostile.h"

namespace hostile {
namespace {

using namespace membrane;

struct PathCase {
    std::string_view name;
    std::string_view path;
    std::uint32_t flags;
    Verdict verdict;
};

constexpr PathCase open_cases[] = {
    {"no such file", "bin/none", OPEN_READ, VERDICT_ENOENT},
    {"no such directory", "none/none", OPEN_READ, VERDICT_ENOENT},
    {"a file as a directory", "bin/hello/x", OPEN_READ, VERDICT_ENOTDIR},
    {"a file with a slash at the end", "bin/hello/", OPEN_READ, VERDICT_ENOTDIR},
    {"above the root", "../../bin/../bin/hello", OPEN_READ, VERDICT_OK},
    {"repeated slashes", "//bin////hello", OPEN_READ, VERDICT_OK},
    {"dots", "./bin/./hello", OPEN_READ, VERDICT_OK},
    {"the root", "/", OPEN_READ, VERDICT_OK},
    {"only dots", "..", OPEN_READ, VERDICT_OK},
    {"a NUL inside", std::string_view("bin/hello\0x", 11), OPEN_READ, VERDICT_EINVAL},
    {"writing a directory", "bin", OPEN_WRITE, VERDICT_EISDIR},
    {"writing a file of the disk", "bin/hello", OPEN_WRITE, VERDICT_EACCES},
    {"truncating a file of the disk", "bin/hello", OPEN_WRITE | OPEN_TRUNCATE, VERDICT_EACCES},
    {"a new file on the disk", "bin/new", OPEN_WRITE | OPEN_CREATE, VERDICT_EACCES},
    {"out of /tmp with dots", "tmp/../bin/new", OPEN_WRITE | OPEN_CREATE, VERDICT_EACCES},
    {"no access flag", "bin/hello", 0, VERDICT_EINVAL},
    {"an unknown flag", "bin/hello", OPEN_READ | 32, VERDICT_EINVAL},
    {"created, but not written", "tmp/new", OPEN_READ | OPEN_CREATE, VERDICT_EINVAL},
    {"truncated, but not written", "tmp/new", OPEN_READ | OPEN_TRUNCATE, VERDICT_EINVAL},
};

Reply open_and_close(Ion& ion, std::string_view path, std::uint32_t flags) {
    const Reply reply = open(ion, path, flags);
    if (reply.verdict == VERDICT_OK) {
        (void)close(ion, static_cast<std::uint32_t>(reply.result));
    }
    return reply;
}

void paths(Group& group) {
    for (const PathCase& path : open_cases) {
        expect(group, path.name, path.verdict, open_and_close(group.ion, path.path, path.flags).verdict);
    }
    std::array<char, 4095> long_path;
    long_path.fill('x');
    expect(group, "a name of 4095 bytes", VERDICT_ENAMETOOLONG,
           open_and_close(group.ion, {long_path.data(), long_path.size()}, OPEN_READ).verdict);
    long_path.fill('/');
    expect(group, "4095 slashes are the root", VERDICT_OK,
           open_and_close(group.ion, {long_path.data(), long_path.size()}, OPEN_READ).verdict);
}

void programs(Group& group) {
    for (const PathCase& path : {PathCase{"exec of a directory", "bin", 0, VERDICT_EISDIR},
                                 PathCase{"exec of the root", "/", 0, VERDICT_EISDIR},
                                 PathCase{"exec of a file that is not a program", "etc/welcome.nip", 0, VERDICT_EACCES},
                                 PathCase{"exec of the console", "dev/console", 0, VERDICT_EACCES},
                                 PathCase{"exec of no file", "bin/none", 0, VERDICT_ENOENT}}) {
        expect(group, path.name, path.verdict, exec(group.ion, path.path));
        expect(group, path.name, path.verdict, spawn(group.ion, path.path).verdict);
    }
}

void numbers(Group& group) {
    std::array<std::uint8_t, 16> bytes{};
    const Reply file = open(group.ion, "bin/hello", OPEN_READ);
    const auto number = static_cast<std::uint32_t>(file.result);
    expect(group, "reading works", VERDICT_OK, read(group.ion, number, 0, bytes).verdict);
    expect(group, "reading after the end gives no bytes", 0, read(group.ion, number, last_byte, bytes).result);
    expect(group, "writing a file opened for reading", VERDICT_EBADF, write(group.ion, number, 0, bytes));
    expect(group, "listing a file", VERDICT_ENOTDIR,
           ask_with(group.ion, CMD_FILE_LIST, FileIo{.address = 0, .length = 0, .file = number, .offset = 0}));
    expect(group, "reading into our text", VERDICT_EFAULT,
           ask_with(group.ion, CMD_FILE_READ, FileIo{.address = own_text, .length = 16, .file = number, .offset = 0}));
    expect(group, "reading into a hole", VERDICT_EFAULT,
           ask_with(group.ion, CMD_FILE_READ, FileIo{.address = hole, .length = 16, .file = number, .offset = 0}));
    expect(group, "reading no bytes into a hole", VERDICT_OK,
           ask_with(group.ion, CMD_FILE_READ, FileIo{.address = hole, .length = 0, .file = number, .offset = 0}));
    expect(group, "closing", VERDICT_OK, close(group.ion, number));
    expect(group, "closing twice", VERDICT_EBADF, close(group.ion, number));
    expect(group, "reading a closed file", VERDICT_EBADF, read(group.ion, number, 0, bytes).verdict);
    expect(group, "an invalid number", VERDICT_EBADF, ask(group.ion, CMD_FILE_CLOSE, ~std::uint64_t{0}));
    std::uint32_t opened = 0;
    while (open(group.ion, "bin/hello", OPEN_READ).verdict == VERDICT_OK) {
        ++opened;
    }
    expect(group, "the most open files", 16, opened);
    expect(group, "one open file too many", VERDICT_EAGAIN, open(group.ion, "bin/hello", OPEN_READ).verdict);
    for (std::uint32_t i = 0; i < opened; ++i) {
        (void)close(group.ion, i);
    }
}

void temporary(Group& group) {
    std::array<std::uint8_t, 16> bytes{};
    constexpr std::uint32_t all = OPEN_READ | OPEN_WRITE | OPEN_CREATE | OPEN_TRUNCATE;
    const auto number = static_cast<std::uint32_t>(open(group.ion, "tmp/hostile", all).result);
    expect(group, "a file can be written", VERDICT_OK, write(group.ion, number, 0, bytes));
    expect(group, "writing at an offset that overflows", VERDICT_EINVAL,
           write(group.ion, number, last_byte - 3, bytes));
    expect(group, "writing at an offset that is too large", VERDICT_ENOSPC,
           write(group.ion, number, std::uint64_t{1} << 40, bytes));
    expect(group, "writing from a hole", VERDICT_EFAULT,
           ask_with(group.ion, CMD_FILE_WRITE, FileIo{.address = hole, .length = 16, .file = number, .offset = 0}));
    FileStat stat{};
    (void)membrane::stat(group.ion, "tmp/hostile", stat);
    expect(group, "the file is as long as before", bytes.size(), stat.bytes);
    (void)close(group.ion, number);
    (void)open_and_close(group.ion, "tmp/hostile", OPEN_WRITE | OPEN_TRUNCATE);  // frees its pages
}

}  // namespace

bool files(membrane::Ion& ion) {
    Group group = begin(ion, "files");
    paths(group);
    programs(group);
    numbers(group);
    temporary(group);
    return end(group);
}

}  // namespace hostile
