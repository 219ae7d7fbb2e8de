// Paths and files that lead nowhere, or where a program may not go.
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
    {"a file with a slash behind it", "bin/hello/", OPEN_READ, VERDICT_ENOTDIR},
    {"above the root there is the root", "../../bin/../bin/hello", OPEN_READ, VERDICT_OK},
    {"slashes mean one", "//bin////hello", OPEN_READ, VERDICT_OK},
    {"dots mean nothing", "./bin/./hello", OPEN_READ, VERDICT_OK},
    {"the root", "/", OPEN_READ, VERDICT_OK},
    {"nothing but dots", "..", OPEN_READ, VERDICT_OK},
    {"a NUL inside", std::string_view("bin/hello\0x", 11), OPEN_READ, VERDICT_EINVAL},
    {"a directory to be written", "bin", OPEN_WRITE, VERDICT_EISDIR},
    {"a file of the disk to be written", "bin/hello", OPEN_WRITE, VERDICT_EACCES},
    {"a file of the disk to be emptied", "bin/hello", OPEN_WRITE | OPEN_TRUNCATE, VERDICT_EACCES},
    {"a new file on the disk", "bin/new", OPEN_WRITE | OPEN_CREATE, VERDICT_EACCES},
    {"out of /tmp by dots", "tmp/../bin/new", OPEN_WRITE | OPEN_CREATE, VERDICT_EACCES},
    {"neither read nor written", "bin/hello", 0, VERDICT_EINVAL},
    {"a flag that is none", "bin/hello", OPEN_READ | 32, VERDICT_EINVAL},
    {"made, but not written", "tmp/new", OPEN_READ | OPEN_CREATE, VERDICT_EINVAL},
    {"emptied, but not written", "tmp/new", OPEN_READ | OPEN_TRUNCATE, VERDICT_EINVAL},
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
                                 PathCase{"exec of a file that is no program", "etc/welcome.nip", 0, VERDICT_EACCES},
                                 PathCase{"exec of the console", "dev/console", 0, VERDICT_EACCES},
                                 PathCase{"exec of nothing", "bin/none", 0, VERDICT_ENOENT}}) {
        expect(group, path.name, path.verdict, exec(group.ion, path.path));
        expect(group, path.name, path.verdict, spawn(group.ion, path.path).verdict);
    }
}

void numbers(Group& group) {
    std::array<std::uint8_t, 16> bytes{};
    const Reply file = open(group.ion, "bin/hello", OPEN_READ);
    const auto number = static_cast<std::uint32_t>(file.result);
    expect(group, "reading works", VERDICT_OK, read(group.ion, number, 0, bytes).verdict);
    expect(group, "behind the end there is nothing", 0, read(group.ion, number, last_byte, bytes).result);
    expect(group, "writing what was opened for reading", VERDICT_EBADF, write(group.ion, number, 0, bytes));
    expect(group, "listing what is no directory", VERDICT_ENOTDIR,
           ask_with(group.ion, CMD_FILE_LIST, FileIo{.address = 0, .length = 0, .file = number, .offset = 0}));
    expect(group, "into our text", VERDICT_EFAULT,
           ask_with(group.ion, CMD_FILE_READ, FileIo{.address = own_text, .length = 16, .file = number, .offset = 0}));
    expect(group, "into a hole", VERDICT_EFAULT,
           ask_with(group.ion, CMD_FILE_READ, FileIo{.address = hole, .length = 16, .file = number, .offset = 0}));
    expect(group, "no bytes into a hole", VERDICT_OK,
           ask_with(group.ion, CMD_FILE_READ, FileIo{.address = hole, .length = 0, .file = number, .offset = 0}));
    expect(group, "closing", VERDICT_OK, close(group.ion, number));
    expect(group, "closing twice", VERDICT_EBADF, close(group.ion, number));
    expect(group, "reading what is closed", VERDICT_EBADF, read(group.ion, number, 0, bytes).verdict);
    expect(group, "a number that is none", VERDICT_EBADF, ask(group.ion, CMD_FILE_CLOSE, ~std::uint64_t{0}));
    std::uint32_t opened = 0;
    while (open(group.ion, "bin/hello", OPEN_READ).verdict == VERDICT_OK) {
        ++opened;
    }
    expect(group, "so many files can be open", 16, opened);
    expect(group, "and one more cannot", VERDICT_EAGAIN, open(group.ion, "bin/hello", OPEN_READ).verdict);
    for (std::uint32_t i = 0; i < opened; ++i) {
        (void)close(group.ion, i);
    }
}

void temporary(Group& group) {
    std::array<std::uint8_t, 16> bytes{};
    constexpr std::uint32_t all = OPEN_READ | OPEN_WRITE | OPEN_CREATE | OPEN_TRUNCATE;
    const auto number = static_cast<std::uint32_t>(open(group.ion, "tmp/hostile", all).result);
    expect(group, "a file can be written", VERDICT_OK, write(group.ion, number, 0, bytes));
    expect(group, "at an offset that overflows", VERDICT_EINVAL, write(group.ion, number, last_byte - 3, bytes));
    expect(group, "at an offset that is too far", VERDICT_ENOSPC,
           write(group.ion, number, std::uint64_t{1} << 40, bytes));
    expect(group, "from a hole", VERDICT_EFAULT,
           ask_with(group.ion, CMD_FILE_WRITE, FileIo{.address = hole, .length = 16, .file = number, .offset = 0}));
    FileStat stat{};
    (void)membrane::stat(group.ion, "tmp/hostile", stat);
    expect(group, "and is as long as before", bytes.size(), stat.bytes);
    (void)close(group.ion, number);
    (void)open_and_close(group.ion, "tmp/hostile", OPEN_WRITE | OPEN_TRUNCATE);  // its pages go back
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
