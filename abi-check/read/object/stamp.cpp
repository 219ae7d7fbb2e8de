#include "read/object/stamp.h"

#include <algorithm>

#include "llvm/ADT/StringExtras.h"
#include "read/object/bytes.h"

namespace abi::object {
namespace {

constexpr std::string_view owner("abi-check\0", 10);
constexpr std::uint32_t type_of_spec = 1;
constexpr std::uint32_t type_of_record = 2;
constexpr std::size_t digest_bytes = 32;

std::string digest_in(std::string_view content) {
    const auto digest = content.substr(0, digest_bytes);
    return llvm::toHex(llvm::StringRef(digest.data(), digest.size()), /*LowerCase=*/true);
}

class Stamps {
  public:
    explicit Stamps(std::string object) : object_(std::move(object)) {}

    void add(const ElfNote& note) {
        if (note.name != owner || note.content.size() < digest_bytes) return;
        if (note.type == type_of_spec && note.content.size() == digest_bytes) {
            begin(digest_in(note.content));
        } else if (note.type == type_of_record) {
            const auto name = text_at(note.content, digest_bytes);
            if (!name.empty()) add_record(std::string(name), digest_in(note.content));
        }
    }

    std::vector<Stamp> take() && { return std::move(found_); }

  private:
    void begin(const std::string& digest) {
        const auto known = std::ranges::find(found_, digest, &Stamp::spec_digest);
        now_ = static_cast<std::size_t>(known - found_.begin());
        if (known == found_.end()) found_.push_back({.object = object_, .spec_digest = digest, .record_digests = {}});
    }

    void add_record(std::string name, std::string digest) {
        if (found_.empty()) found_.push_back({.object = object_, .spec_digest = "", .record_digests = {}});
        auto& records = found_[now_].record_digests;
        auto one = std::pair(std::move(name), std::move(digest));
        if (std::ranges::find(records, one) == records.end()) records.push_back(std::move(one));
    }

    std::string object_;
    std::vector<Stamp> found_;
    std::size_t now_ = 0;  // a record belongs to the spec whose note comes before its own
};

}  // namespace

std::vector<Stamp> read_stamps(const Image& image) {
    Stamps stamps(image.name);
    for (const auto section : image.notes) {
        ByteReader reader(section, image.is_little);
        while (!reader.at_end()) {
            const auto note = read_note(reader);
            if (!note) break;
            stamps.add(*note);
        }
    }
    return std::move(stamps).take();
}

}  // namespace abi::object
