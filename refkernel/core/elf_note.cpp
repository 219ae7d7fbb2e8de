#include "core/elf_note.h"

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "core/records.h"

namespace core {
namespace {

constexpr std::string_view note_name{"abi-check\0\0\0", 12};  // as in AbiNote
constexpr std::uint32_t note_name_bytes = 10;                 // n_namesz: with one NUL

constexpr std::uint64_t align_up(std::uint64_t bytes, std::uint64_t alignment) {
    return (bytes + alignment - 1) & ~(alignment - 1);
}

/// Whether the note at the start of `rest` has our name and type.
bool is_ours(std::span<const std::uint8_t> rest, const Elf64_Nhdr& header) {
    return header.n_namesz == note_name_bytes && header.n_type == ABI_NOTE_TYPE &&
           std::memcmp(rest.data() + sizeof header, note_name.data(), note_name_bytes) == 0;
}

}  // namespace

void find_abi_note(std::span<const std::uint8_t> segment, std::uint64_t alignment, NoteCheck& found) {
    std::span<const std::uint8_t> rest = segment;
    while (!rest.empty()) {
        Elf64_Nhdr header{};
        if (rest.size() < sizeof header) {
            found.damaged = true;
            return;
        }
        std::memcpy(&header, rest.data(), sizeof header);
        const std::uint64_t descriptor = align_up(sizeof header + header.n_namesz, alignment);
        const std::uint64_t bytes = align_up(descriptor + header.n_descsz, alignment);
        if (bytes > rest.size()) {
            found.damaged = true;
            return;
        }
        if (is_ours(rest, header)) {
            AbiNote note{};
            if (bytes != sizeof note) {
                found.damaged = true;
                return;
            }
            std::memcpy(&note, rest.data(), sizeof note);
            SpecDigest digest{};
            std::ranges::copy(note.digest, digest.begin());
            if (found.digest && *found.digest != digest) {  // objects built against two specs were linked together
                found.damaged = true;
                return;
            }
            found.digest = digest;
        }
        rest = rest.subspan(bytes);
    }
}

ElfError check_note(const NoteCheck& found, const std::optional<SpecDigest>& spec) {
    if (found.damaged) {
        return ElfError::damaged_note;
    }
    if (!spec) {
        return ElfError::none;
    }
    if (!found.digest) {
        return ElfError::no_abi_note;
    }
    return *found.digest == *spec ? ElfError::none : ElfError::stale;
}

}  // namespace core
