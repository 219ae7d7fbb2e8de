#include "explain/remedy.h"

#include <algorithm>

#include "model/words.h"

namespace abi {
namespace {

/// "arg is at 4 instead of 8, id is at 12 instead of 16; 28 bytes instead of 32"
std::string differences_of(const Candidate& writer, const Candidate& reader) {
    std::string differences;
    std::size_t count = 0;
    for (const auto& slot : reader.slots) {
        if (slot.path.empty()) continue;
        const auto same = std::ranges::find(writer.slots, slot.path, &FieldSpan::path);
        std::string text;
        if (same == writer.slots.end()) {
            text = slot.path + " (offset " + std::to_string(slot.offset_bits / 8) + ") is missing";
        } else if (same->offset_bits != slot.offset_bits) {
            text = slot.path + " is at " + std::to_string(same->offset_bits / 8) + " instead of " +
                   std::to_string(slot.offset_bits / 8);
        } else if (same->width_bits != slot.width_bits) {
            text = slot.path + " has " + std::to_string(same->width_bits) + " bits instead of " +
                   std::to_string(slot.width_bits);
        }
        const bool is_upper_half =
            same != writer.slots.end() && &slot != &*std::ranges::find(reader.slots, slot.path, &FieldSpan::path);
        if (text.empty() || is_upper_half || ++count > 4) continue;
        differences += (differences.empty() ? "" : ", ") + text;
    }
    if (writer.size_bytes != reader.size_bytes) {
        differences += (differences.empty() ? "" : "; ") + std::to_string(writer.size_bytes) + " bytes instead of " +
                       std::to_string(reader.size_bytes);
    }
    return differences;
}

}  // namespace

std::string remedy_for_older(const Candidate& writer) {
    return writer.record + " grows at its end, and an older version wrote these bytes. A reader must use only the " +
           "first " + size_text(writer.size_bytes * 8) + " of each, as `" + writer.declared->size_field + "` states.";
}

std::string remedy_of(const Candidate& writer, const Candidate& reader) {
    const bool is_past =
        std::ranges::all_of(writer.names, [](const std::string& name) { return name.find('@') != std::string::npos; });
    const std::string differences = differences_of(writer, reader);
    const std::string what = differences.empty() ? "" : " In the writer's " + writer.record + ", " + differences + ".";
    if (is_past) {
        return "No layer has this declaration today: the writer is an old binary, or was built from old sources. "
               "Build it again." +
               what;
    }
    return "Declare " + writer.record + " in the writer (" + join_some(writer.names, 3) +
           ") as the reader does, and build both again." + what;
}

}  // namespace abi
