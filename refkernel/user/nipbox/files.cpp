// ls, cat, hexdump, stat, echo, rm, mkdir.
#include <algorithm>
#include <array>

#include "core/text.h"
#include "user/nipbox/nipbox.h"

namespace nipbox {
namespace {

std::string_view name_of(membrane::FileKind kind) {
    switch (kind) {
    case membrane::FILE_REGULAR: return "file";
    case membrane::FILE_DIRECTORY: return "directory";
    case membrane::FILE_CONSOLE: return "console";
    }
    return "?";
}

/// Calls visit(offset, bytes) for each piece of a file.
template <typename Visit>
void read_all(Shell& shell, std::string_view path, Visit visit) {
    with_file(shell, path, membrane::OPEN_READ, [&](std::uint32_t number) {
        std::array<std::uint8_t, 1024> buffer;
        for (std::uint64_t offset = 0;;) {
            const membrane::Reply read = membrane::read(shell.ion, number, offset, buffer);
            if (!succeeded(shell, path, read.verdict) || read.result == 0) {
                break;
            }
            visit(offset, std::span(buffer).first(read.result));
            offset += read.result;
        }
    });
}

void print_row(Shell& shell, std::uint64_t offset, std::span<const std::uint8_t> row) {
    std::array<char, 8> address;
    for (std::size_t i = 0; i < address.size(); i += 2) {
        const auto byte = static_cast<std::uint8_t>(offset >> (24 - i * 4));
        std::ranges::copy(core::hex_digits(byte), address.begin() + static_cast<std::ptrdiff_t>(i));
    }
    std::array<char, std::size_t{16} * 3> digits;
    digits.fill(' ');
    std::array<char, 16> letters;
    for (std::size_t i = 0; i < row.size(); ++i) {
        std::ranges::copy(core::hex_digits(row[i]), digits.begin() + static_cast<std::ptrdiff_t>(i * 3));
        letters[i] = row[i] >= ' ' && row[i] <= '~' ? static_cast<char>(row[i]) : '.';
    }
    print_line(shell, std::string_view(address.data(), address.size()), std::string_view("  "),
               std::string_view(digits.data(), digits.size()), std::string_view(" |"),
               std::string_view(letters.data(), row.size()), std::string_view("|"));
}

/// "echo TEXT > FILE": creates or truncates the file and writes the text.
void write_text(Shell& shell, std::string_view path, std::string_view text) {
    constexpr std::uint32_t flags = membrane::OPEN_WRITE | membrane::OPEN_CREATE | membrane::OPEN_TRUNCATE;
    with_file(shell, path, flags, [&](std::uint32_t number) {
        const std::span bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
        constexpr std::array<std::uint8_t, 1> end{'\n'};
        if (succeeded(shell, path, membrane::write(shell.ion, number, 0, bytes))) {
            (void)succeeded(shell, path, membrane::write(shell.ion, number, bytes.size(), end));
        }
    });
}

}  // namespace

void list(Shell& shell, std::string_view rest) {
    const std::string_view path = rest.empty() ? std::string_view("/") : rest;
    with_file(shell, path, membrane::OPEN_READ, [&](std::uint32_t number) {
        std::array<membrane::DirectoryEntry, 8> entries;
        for (std::uint64_t first = 0;;) {
            const membrane::Reply listed = membrane::list(shell.ion, number, first, entries);
            if (!succeeded(shell, path, listed.verdict) || listed.result == 0) {
                break;
            }
            for (const membrane::DirectoryEntry& entry : std::span(entries).first(listed.result)) {
                const std::string_view name(reinterpret_cast<const char*>(entry.name), entry.name_length);
                if (entry.kind == membrane::FILE_REGULAR) {
                    print_line(shell, name, std::string_view("  "), entry.bytes, std::string_view(" bytes"));
                } else {
                    print_line(shell, name, std::string_view(entry.kind == membrane::FILE_DIRECTORY ? "/" : ""));
                }
            }
            first += listed.result;
        }
    });
}

void cat(Shell& shell, std::string_view rest) {
    read_all(shell, rest,
             [&](std::uint64_t, std::span<const std::uint8_t> bytes) { print(shell, core::as_text(bytes)); });
}

void hexdump(Shell& shell, std::string_view rest) {
    read_all(shell, rest, [&](std::uint64_t offset, std::span<const std::uint8_t> bytes) {
        for (std::size_t at = 0; at < bytes.size(); at += 16) {
            print_row(shell, offset + at, bytes.subspan(at, std::min<std::size_t>(16, bytes.size() - at)));
        }
    });
}

void stat(Shell& shell, std::string_view rest) {
    membrane::FileStat stat;
    if (!succeeded(shell, rest, membrane::stat(shell.ion, rest, stat))) {
        return;
    }
    print_line(shell, rest, std::string_view(": "), name_of(stat.kind), std::string_view(", "), stat.bytes,
               std::string_view(stat.kind == membrane::FILE_DIRECTORY ? " entries" : " bytes"),
               std::string_view(stat.executable != 0 ? ", executable" : ""));
}

void remove(Shell& shell, std::string_view rest) {
    (void)succeeded(shell, rest, membrane::remove(shell.ion, rest));
}

void make_directory(Shell& shell, std::string_view rest) {
    (void)succeeded(shell, rest, membrane::make_directory(shell.ion, rest));
}

void echo(Shell& shell, std::string_view rest) {
    const std::size_t arrow = rest.find('>');
    if (arrow == std::string_view::npos) {
        print_line(shell, rest);
        return;
    }
    const std::string_view text(rest.data(), arrow);
    write_text(shell, trimmed({rest.data() + arrow + 1, rest.size() - arrow - 1}), trimmed(text));
}

}  // namespace nipbox
