#include "tool/commands.h"

#include <algorithm>
#include <array>

namespace abi {
namespace {

constexpr std::string_view of_output =
    "  0  the output is complete\n"
    "  2  an input could not be read, or the output could not be written\n";

constexpr std::array table{
    CommandRow{.command = Command::gate,
               .name = "the gate",
               .run = run_gate,
               .summary = "Check the layers against the spec",
               .usage = "  abi-check [OPTIONS] [--spec FILE SOURCES... [-- FLAGS]]\n",
               .about = "The gate compares the layers of .abi-check.json, or SOURCES, with the spec.",
               .examples = "  abi-check --report html=reports/index.html\n"
                           "  abi-check --spec packet.abi.json driver.c -- -std=c17 -Iinclude\n",
               .exit_status = "  0  all layouts conform, except for what is waived or in the baseline\n"
                              "  1  at least one other finding is an error\n"
                              "  2  the check could not be completed, for example because of an unreadable file\n"},
    CommandRow{.command = Command::diff,
               .name = "--diff",
               .run = run_diff,
               .summary = "Show which layouts changed since a revision or a dump",
               .usage = "  abi-check --diff [REV|DUMP.json] [OPTIONS] [SOURCES... [-- FLAGS]]\n",
               .about = "Compares the layouts of the work tree with those of an older revision or of a dump. Without "
                        "a value, --diff compares with the merge base of HEAD and the main branch. The work tree "
                        "does not change.",
               .examples = "  abi-check --diff\n"
                           "  abi-check --diff v1.2 --report json=changes.json\n",
               .exit_status = "  0  no change is breaking\n"
                              "  1  at least one change is breaking\n"
                              "  2  the check could not be completed, for example because of an unreadable file\n"},
    CommandRow{.command = Command::fix,
               .name = "--fix",
               .run = run_fix,
               .summary = "Edit C and C++ sources so that they conform to the spec",
               .usage = "  abi-check --fix[=patch] [OPTIONS] [--spec FILE SOURCES... [-- FLAGS]]\n",
               .about = "Inserts missing fields and padding, gives integers the width and the sign of the spec, "
                        "exchanges two fields, and aligns, packs or unpacks records. Prints each change as a patch. "
                        "Clang reads the edited sources before anything is written: an edit that removes no finding, "
                        "or adds one, is not made. What is left is listed with the reason.",
               .examples = "  abi-check --fix\n"
                           "  abi-check --fix=patch -o layouts.patch --layer driver\n",
               .exit_status = "  0  all layouts of C and C++ sources conform, or will with the patch\n"
                              "  1  at least one other finding is an error\n"
                              "  2  a file could not be read or written; no file is half-written\n"},
    CommandRow{.command = Command::dump,
               .name = "dump",
               .run = run_dump,
               .summary = "Print layouts as JSON",
               .usage = "  abi-check dump [OPTIONS] [SOURCES... [-- FLAGS]]\n",
               .about = "Prints the layouts that the layers declare, as JSON. --diff, explain --layouts and the reader "
                        "\"dump\" read this format. If you name SOURCES, they are read instead of the layers.",
               .examples = "  abi-check dump -o before.json\n"
                           "  abi-check dump driver.c -- -std=c17 -Iinclude\n",
               .exit_status = of_output},
    CommandRow{.command = Command::compare,
               .name = "compare",
               .run = run_compare,
               .summary = "Compare the declarations of two sides, without a spec",
               .usage = "  abi-check compare A B [OPTIONS] [-- FLAGS]\n",
               .about =
                   "Compares the records, enumerations, typedefs and constants that A and B both declare. Each side "
                   "is a file, a folder or a pattern in quotes: C, C++, Zig, Rust, Nim or Go sources, a Cargo.toml, "
                   "compiled files, or a dump. FLAGS are compiler flags for both sides; a folder of C headers is also "
                   "searched for "
                   "them.",
               .examples = "  abi-check compare include/packet.h src/packet.rs --map packet_t=Packet\n"
                           "  abi-check compare old/include new/include --target i686-linux-gnu\n",
               .exit_status = "  0  what both sides declare agrees, except for what is exempt\n"
                              "  1  at least one difference is an error\n"
                              "  2  a file could not be read, or the two sides share no declaration\n"},
    CommandRow{.command = Command::explain,
               .name = "explain",
               .run = run_explain,
               .summary = "Find the declaration that wrote some bytes",
               .usage = "  abi-check explain [OPTIONS] [HEX...|FILE|-]\n",
               .about = "Tries all known layouts on some bytes, and names the declaration that most likely wrote them. "
                        "Give the bytes as hexadecimal words, as a file, or on standard input. Input can be raw bytes "
                        "or the output of xxd, hexdump, od, gdb or a kernel log.",
               .examples = "  hexdump -C slots.bin | abi-check explain\n"
                           "  abi-check explain slots.bin --rev v1.0..HEAD --report html=story.html\n",
               .exit_status = "  0  at least one declaration explains the bytes\n"
                              "  1  no known declaration explains the bytes\n"
                              "  2  the bytes or the layouts could not be read\n"},
    CommandRow{.command = Command::gen,
               .name = "gen",
               .run = run_gen,
               .summary = "Write the declarations of a spec in some language",
               .usage = "  abi-check gen LANGUAGE --spec FILE [OPTIONS]\n",
               .about = "Writes the declarations of the spec, and assertions of their sizes, offsets and alignments. "
                        "The compiler of the language checks the assertions. For wireshark, imhex, kaitai and text, "
                        "writes a description of the bytes for a program that shows them. LANGUAGE is {languages}.",
               .examples = "  abi-check gen rust --spec packet.abi.json -o packet.rs\n"
                           "  abi-check gen wireshark --spec packet.abi.json -o packet.lua\n",
               .exit_status = of_output},
    CommandRow{
        .command = Command::init,
        .name = "init",
        .run = run_init,
        .summary = "Draft or extend a spec from sources",
        .usage = "  abi-check init [OPTIONS] SOURCES... [-- FLAGS]\n",
        .about =
            "Drafts a spec from C, C++, Zig, Rust, Nim or Go sources, a Cargo.toml, or compiled files. It prints on "
            "standard error what the sources do not decide, and the command that checks the sources "
            "against the draft. If the file of -o is a spec, init adds what it lacks and changes nothing "
            "else. With several targets, a record that differs gets a layout for each of them.",
        .examples = "  abi-check init include/packet.h -o packet.abi.json --record 'Cmd*' -- -std=c17\n"
                    "  abi-check init driver.c -p build --target aarch64-linux-gnu\n",
        .exit_status = of_output},
    CommandRow{.command = Command::lsp,
               .name = "lsp",
               .run = run_lsp,
               .summary = "Serve an editor: findings, byte maps and edits",
               .usage = "  abi-check lsp [OPTIONS]\n",
               .about = "A language server on standard input and output (LSP 3.17). It checks the project of a file "
                        "when the file is opened or saved. The project is the next .abi-check.json above the file, "
                        "else that of the workspace, or --config.",
               .examples = "  abi-check lsp\n"
                           "  abi-check lsp -p build --target riscv64\n",
               .exit_status = "  0  the editor ended the server by \"shutdown\" and \"exit\"\n"
                              "  1  the editor ended without \"shutdown\"\n"},
    CommandRow{.command = Command::merge,
               .name = "merge",
               .run = run_merge,
               .summary = "Join JSON reports of several runs into one report",
               .usage = "  abi-check merge REPORT.json... [OPTIONS]\n",
               .about = "Joins JSON reports that the gate wrote for parts of one configuration, such as one target or "
                        "one layer each, and judges what all shards of a run (--shard I/N) have read. The result is "
                        "the report of a single run over all of them. Shards that are missing, given twice, or not of "
                        "one run are refused.",
               .examples = "  abi-check merge armv7.json riscv64.json --report html=index.html\n"
                           "  abi-check merge shards/*.json --report sarif=abi-check.sarif\n",
               .exit_status = "  0  all layouts conform, except for what is waived or in the baseline\n"
                              "  1  at least one other finding is an error\n"
                              "  2  a report could not be read or joined, or a check was not completed\n"},
    CommandRow{.command = Command::replay,
               .name = "replay",
               .run = run_replay,
               .summary = "Replay packets through your target or a booted kernel",
               .usage = "  abi-check replay FIXTURES... --spec SPEC --machine-command COMMAND\n"
                        "      [OPTIONS]\n"
                        "  abi-check replay FIXTURES... --kernel ELF --initrd CPIO [OPTIONS]\n"
                        "  abi-check replay --generate SEED:COUNT ... [OPTIONS]\n",
               .about = "Starts a target, sends it the packets of the fixtures, and compares what it decoded and "
                        "answered with what the fixtures expect. A target is a program, or a kernel in QEMU; several "
                        "of them are compared with each other. 'abi-check merge' joins the JSON reports of several "
                        "runs.",
               .examples = "  abi-check replay m.json --spec m.abi.json --machine-command \"./target {blob}\"\n"
                           "  abi-check replay packets/*.json --kernel refkernel.elf --initrd initrd.cpio\n",
               .exit_status = "  0  all packets were answered as expected\n"
                              "  1  at least one answer differs, or a target ended or hung at a packet\n"
                              "  2  there is no result: a target did not start, or broke the protocol\n"},
    CommandRow{.command = Command::rules,
               .name = "rules",
               .run = run_rules,
               .summary = "Explain the rules",
               .usage = "  abi-check rules [ID|all] [OPTIONS]\n",
               .about = "Prints a table of all rules. With ID, explains one rule; with \"all\", explains every rule "
                        "in Markdown.",
               .examples = "  abi-check rules abi-offset\n"
                           "  abi-check rules all -o rules.md\n",
               .exit_status = of_output},
    CommandRow{.command = Command::docs,
               .name = "docs",
               .run = run_docs,
               .summary = "Write the man page, or the completion of a shell",
               .usage = "  abi-check docs man|bash|zsh|fish [OPTIONS]\n",
               .about = "Writes the man page, or a script that completes the command line of abi-check in bash, zsh or "
                        "fish. The Debian package and \"cmake --install\" have installed them.",
               .examples = "  abi-check docs bash -o ~/.local/share/bash-completion/completions/abi-check\n"
                           "  abi-check docs man -o abi-check.1\n",
               .exit_status = of_output},
};

}  // namespace

std::span<const CommandRow> command_table() {
    return table;
}

std::span<const CommandRow> typed_commands() {
    return command_table().subspan(3);
}

const CommandRow& command_row(Command command) {
    return *std::ranges::find(table, command, &CommandRow::command);
}

}  // namespace abi
