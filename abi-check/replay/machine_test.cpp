#include "replay/machine.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "replay/small_specs.h"

namespace {

using abi::ReplayRequest;
using End = abi::ChildResult::End;

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

ReplayRequest script(std::string text) {
    ReplayRequest request;
    request.machine = {"/bin/sh", "-c", std::move(text), "machine", "{blob}", "{kernel}", "{initrd}", "{append}"};
    return request;
}

abi::MachineRun ended(End end, int status, std::string output, std::string errors = {}) {
    abi::MachineRun run;
    run.request.command = {"qemu"};
    run.request.time_limit = std::chrono::milliseconds(30'000);
    run.result = {end, status, std::move(output), std::move(errors)};
    return run;
}

}  // namespace

TEST_CASE("The standard machine is QEMU's virt with OpenSBI, and its RAM is a shared file") {
    ReplayRequest request;
    request.kernel = "k.elf";
    request.initrd = "i,{blob}.cpio";
    const std::string command =
        "qemu-system-riscv64 -object memory-backend-file,id=ram,size=256M,mem-path=/tmp/a,,b/ram,share=on "
        "-machine virt,memory-backend=ram -m 256M -smp 1 -display none -monitor none -serial stdio "
        "-bios default -kernel k.elf -initrd i,{blob}.cpio -append replay=0x8c000000";
    CHECK(joined(machine_command(request, {"/tmp/a,b/blob", "/tmp/a,b/ram"}, true)) == command);
    CHECK(joined(machine_command(request, {"/tmp/a,b/blob", "/tmp/a,b/ram"}, false)) == command + " -no-reboot");
    CHECK(shares_memory(request));
}

TEST_CASE("Placeholders are replaced in every word of the user's machine command") {
    ReplayRequest request;
    request.kernel = "k.elf";
    request.machine = {"spike", "--kernel={kernel}", "{append}+{append}", "{blob}", "{other}", ""};
    CHECK(machine_command(request, {"/tmp/a,b", "/r"}, false) ==
          std::vector<std::string>{"spike", "--kernel=k.elf", "replay=0x8c000000+replay=0x8c000000", "/tmp/a,b",
                                   "{other}", ""});
    CHECK_FALSE(shares_memory(request));
    request.machine = {"qemu", "-device", "loader,file={blob}", "x={ram}"};
    CHECK(machine_command(request, {"/tmp/a,b", "/r,r"}, false) ==
          std::vector<std::string>{"qemu", "-device", "loader,file=/tmp/a,,b", "x=/r,r"});
    CHECK(shares_memory(request));
}

TEST_CASE("The machine finds the blob in a temporary folder, which is removed afterwards") {
    const auto run = run_machine(script("echo \"$1\"; od -An -tx1 \"$1\"; stat -c %a \"$(dirname \"$1\")\""),
                                 {0, 4, 0xab}, {}, false);
    REQUIRE(run);
    const std::string path = run->result.output.substr(0, run->result.output.find('\n'));
    CHECK(run->result.output == path + "\n 00 04 ab\n700\n");
    CHECK(path.ends_with("/replay.blob"));
    CHECK_FALSE(std::filesystem::exists(std::filesystem::path(path).parent_path()));
}

TEST_CASE("A machine that shares its memory finds the blob there, and we read its results there; the rest is zero" *
          doctest::test_suite("threads")) {
    ReplayRequest request;
    const std::string text =
        "stat -c '%s %a' \"$1\"; od -An -tx1 -j $((0xc000000)) -N 4 \"$1\"; "
        "printf abcdefgh | dd of=\"$1\" bs=1 seek=$((0x9000000)) conv=notrunc 2>/dev/null";
    request.machine = {"/bin/sh", "-c", text, "machine", "{ram}"};
    const auto run = run_machine(request, {0, 4, 0xab}, {3, 7}, false);
    REQUIRE(run);
    CHECK(run->result.output == "268435456 600\n 00 04 ab 00\n");
    CHECK(run->memory.head == abi::Bytes{'a', 'b', 'c'});
    CHECK(run->memory.records == abi::Bytes{'d', 'e', 'f', 'g', 'h', 0, 0});
}

TEST_CASE("A machine that truncates its memory file leaves fewer bytes, which is handled" *
          doctest::test_suite("threads")) {
    ReplayRequest request;
    request.machine = {"/bin/sh", "-c", "truncate -s \"$2\" \"$1\"", "machine", "{ram}", "150994948"};
    const auto run = run_machine(request, {}, {3, 7}, false);
    REQUIRE(run);
    CHECK(run->memory.head.size() == 3);
    CHECK(run->memory.records.size() == 1);
    request.machine.back() = "0";
    const auto nothing = run_machine(request, {}, {3, 7}, false);
    REQUIRE(nothing);
    CHECK(nothing->memory.head.empty());
    CHECK(nothing->memory.records.empty());
}

TEST_CASE("Files that the machine lacks are reported before it starts") {
    struct Row {
        const char* kernel;
        const char* initrd;
        std::string message;
    };
    const Row rows[] = {
        {"", "", "error: expected a kernel that can be read, found none named"},
        {"no/kernel", "", "no/kernel: error: expected a kernel that can be read, found No such file or directory"},
        {"/", "", "/: error: expected a kernel that can be read, found Is a directory"},
        {"/proc/self/exe", "", "error: expected an initrd that can be read, found none named"},
        {"/proc/self/exe", "/dev/null/x",
         "/dev/null/x: error: expected an initrd that can be read, found Not a directory"},
    };
    for (const auto& row : rows) {
        ReplayRequest request;
        request.kernel = row.kernel;
        request.initrd = row.initrd;
        const auto run = run_machine(request, {}, {}, false);
        REQUIRE(run.problems.size() == 1);
        CHECK(to_string(run.problems[0]) == row.message);
    }
}

TEST_CASE("A machine that is not installed is a problem") {
    ReplayRequest request;
    request.machine = {"abi-check-no-such-machine"};
    const auto run = run_machine(request, {}, {}, false);
    REQUIRE(run.problems.size() == 1);
    CHECK(to_string(run.problems[0]) ==
          "error: abi-check-no-such-machine could not be started: No such file or directory");
    request.machine = {"qemu-system-riscv64"};
    const char* const before = getenv("PATH");
    const std::string path = before == nullptr ? "" : before;
    setenv("PATH", "/nowhere", 1);
    const auto qemu = run_machine(request, {}, {}, false);
    setenv("PATH", path.c_str(), 1);
    REQUIRE(qemu.problems.size() == 1);
    CHECK(to_string(qemu.problems[0]) ==
          "error: qemu-system-riscv64 not found; install qemu-system-misc (ci/setup does)");
}

TEST_CASE("Each kind of bad end has its own message, and a good end has none") {
    struct Row {
        abi::MachineRun run;
        std::string words;
    };
    const Row rows[] = {
        {ended(End::exited, 11, "a\n[Boot] initrd: no trailer\r\nbye\n"),
         "the kernel refused the initrd: \"[Boot] initrd: no trailer\""},
        {ended(End::exited, 11, "a\nbye\r\n\n"),
         "the kernel refused the initrd: it gave no reason; its last line was \"bye\""},
        {ended(End::exited, 10, "panic: \x1b[31mring"),
         "the kernel ended the machine with status 10 (EXIT_PANIC: The kernel met a state that it excludes.); its last "
         "line was "
         "\"panic: \\x1b[31mring\""},
        {ended(End::exited, 1, "", "\nqemu: no such machine\nmore\n"),
         "the machine qemu ended with status 1; it printed nothing; its error output begins with \"qemu: no such "
         "machine\""},
        {ended(End::timed_out, 0, "OpenSBI\r\nwaiting"), "no answer within 30 s; the last line was \"waiting\""},
        {ended(End::timed_out, 0, " \n"), "no answer within 30 s; nothing was printed"},
        {ended(End::signalled, 9, ""), "the machine qemu was killed by signal 9 (Killed)"},
    };
    const auto spec = abi::test::small_membrane();
    for (const auto& row : rows) {
        const auto words = describe_bad_end(row.run, spec);
        REQUIRE(words);
        CHECK(*words == row.words);
    }
    CHECK_FALSE(describe_bad_end(ended(End::exited, 0, "x"), spec));
}

TEST_CASE("Text from a machine is quoted so that a terminal does not act on it") {
    CHECK(abi::quote("a\tb\x7f\xc3") == "\"a\\x09b\\x7f\\xc3\"");
    CHECK(abi::quote(std::string(121, 'x')) == '"' + std::string(120, 'x') + "…\"");
}
