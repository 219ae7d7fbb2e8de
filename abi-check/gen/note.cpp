#include "gen/note.h"

#include <fmt/format.h>

#include "gen/words.h"

namespace abi::gen {
namespace {

Note make(unsigned type, std::vector<std::uint8_t> desc, std::string of) {
    Note note{type, static_cast<unsigned>(desc.size()), std::move(desc), std::move(of)};
    while (note.desc.size() % 4 != 0) note.desc.push_back(0);
    return note;
}

}  // namespace

std::vector<std::uint8_t> bytes_of_digest(std::string_view digest) {
    const auto value = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10); };
    std::vector<std::uint8_t> bytes;
    for (std::size_t at = 0; at + 1 < digest.size(); at += 2) {
        bytes.push_back(static_cast<std::uint8_t>(value(digest[at]) << 4U | value(digest[at + 1])));
    }
    return bytes;
}

std::vector<Note> notes_of(const GenRequest& request) {
    std::vector<Note> notes;
    if (request.digest.empty()) return notes;
    notes.push_back(make(1, bytes_of_digest(request.digest), "spec"));
    for (const auto& [record, digest] : request.record_digests) {
        auto desc = bytes_of_digest(digest);
        desc.insert(desc.end(), record.begin(), record.end());
        desc.push_back(0);
        notes.push_back(make(2, std::move(desc), record));
    }
    return notes;
}

std::string byte_list(const std::vector<std::uint8_t>& bytes) {
    return fmt::format("{:#04x}", fmt::join(bytes, ", "));
}

std::string each_note(const std::vector<Note>& notes, std::string_view pattern) {
    std::string text;
    for (std::size_t i = 0; i < notes.size(); ++i) {
        const Note& note = notes[i];
        text += fmt::format(fmt::runtime(pattern), i, note.desc_bytes, note.type, note.of, note.desc.size(),
                            byte_list(note.desc));
    }
    return text;
}

/// A macro of another header, or of another spec, could replace a name in this text. So each name begins with
/// "abi_check", and attributes have underscores around them.
std::string c_note(const GenRequest& request) {
    const auto notes = notes_of(request);
    if (notes.empty()) return "";
    const auto members =
        each_note(notes,
                  "    struct {{\n        uint32_t abi_check_head[3];\n        char abi_check_name[12];\n"
                  "        unsigned char abi_check_desc[{4}];\n    }} abi_check_{0};\n");
    const auto values = each_note(notes, "    {{{{10, {1}, {2}}}, \"abi-check\",  // {3}\n     {{{5}}}}},\n");
    const std::string id = as_identifier(request.name);
    return fmt::format(
        "// Each object with this note names the spec and the records that it was compiled against.\n"
        "#if defined __ELF__ && !defined ABI_CHECK_NO_NOTE\n"
        "#if __has_attribute(__retain__)\n#define ABI_CHECK_RETAIN , __retain__\n#else\n#define "
        "ABI_CHECK_RETAIN\n#endif\n"
        "static const struct {{\n{}}} abi_check_note_{}\n"
        "    __attribute__((__section__(\"{}\"), __aligned__(4), __used__ ABI_CHECK_RETAIN)) = {{\n{}}};\n"
        "#undef ABI_CHECK_RETAIN\n#endif\n",
        members, id, note_section, values);
}

}  // namespace abi::gen
