#include "read/codeview/tags.h"

#include <algorithm>

namespace abi::codeview {
namespace {

template <typename Record>
Tag tag_of(cv::TypeIndex index, const Record& record, Tag::Kind kind) {
    Tag tag;
    tag.kind = kind;
    tag.index = index;
    tag.written = text_of(record.Name);
    if (record.hasUniqueName()) tag.unique = text_of(record.UniqueName);
    tag.members = record.FieldList;
    tag.is_declaration = record.isForwardRef();
    tag.is_local = record.isScoped();
    return tag;
}

std::optional<Tag> read_tag(const TypeStream& types, cv::TypeIndex index) {
    switch (types.kind_of(index)) {
    case cv::LF_CLASS:
    case cv::LF_STRUCTURE:
    case cv::LF_INTERFACE: {
        const auto record = types.read<cv::ClassRecord>(index);
        if (!record) return std::nullopt;
        auto tag = tag_of(index, *record, Tag::Kind::structure);
        tag.size_bytes = record->Size;
        return tag;
    }
    case cv::LF_UNION: {
        const auto record = types.read<cv::UnionRecord>(index);
        if (!record) return std::nullopt;
        auto tag = tag_of(index, *record, Tag::Kind::union_);
        tag.size_bytes = record->Size;
        return tag;
    }
    case cv::LF_ENUM: {
        const auto record = types.read<cv::EnumRecord>(index);
        if (!record) return std::nullopt;
        auto tag = tag_of(index, *record, Tag::Kind::enumeration);
        tag.integer = record->UnderlyingType;
        return tag;
    }
    default: return std::nullopt;
    }
}

/// "<unnamed-tag>", "<unnamed-type-u>", "<unnamed-enum-RED>", "<anonymous-tag>".
bool is_nameless_type(std::string_view component) {
    return component.starts_with("<unnamed") || component.starts_with("<anonymous") ||
           component.starts_with("__unnamed");
}

/// "`anonymous namespace'" of clang, "`anonymous-namespace'" of Microsoft's compiler.
bool is_nameless_namespace(std::string_view component) {
    return component.starts_with("`anonymous");
}

/// The components of a name; a "::" within the arguments of a template separates nothing.
std::vector<std::string_view> components_of(std::string_view name) {
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    std::size_t depth = 0;
    for (std::size_t at = 0; at < name.size(); ++at) {
        if (name[at] == '<') ++depth;
        if (name[at] == '>' && depth != 0) --depth;
        if (depth != 0 || name.substr(at, 2) != "::") continue;
        parts.push_back(name.substr(begin, at - begin));
        begin = at + 2;
        ++at;
    }
    parts.push_back(name.substr(begin));
    return parts;
}

/// "Ring<Cmd, 4>" of "Ring<Cmd,4>": as sources and other debug information write arguments.
std::string with_blanks(std::string_view component) {
    std::string name;
    for (std::size_t at = 0; at < component.size(); ++at) {
        name += component[at];
        if (component[at] == ',' && component.substr(at + 1, 1) != " ") name += ' ';
    }
    return name;
}

std::string_view key_of(const Tag& tag) {
    return tag.unique.empty() ? tag.written : tag.unique;
}

}  // namespace

Tags::Tags(const TypeStream& types) {
    for (auto number = types.begin(); number != types.end(); ++number) {
        if (auto tag = read_tag(types, cv::TypeIndex(number))) add(*tag);
    }
}

void Tags::add(const Tag& tag) {
    const auto number = static_cast<std::uint32_t>(all_.size());
    by_number_[tag.index.getIndex()] = number;
    scopes_.try_emplace(llvm::StringRef(tag.written.data(), tag.written.size()));
    all_.push_back(tag);
    if (!tag.is_declaration && (!tag.unique.empty() || has_name(tag))) define(tag, number);
}

void Tags::define(const Tag& tag, std::uint32_t number) {
    const auto key = key_of(tag);
    const auto [known, is_new] = definitions_.try_emplace(llvm::StringRef(key.data(), key.size()), number);
    if (is_new || known->second == several) return;
    const auto& first = all_[known->second];
    if (first.kind != tag.kind || first.size_bytes != tag.size_bytes) known->second = several;
}

const Tag* Tags::find(cv::TypeIndex index) const {
    const auto known = by_number_.find(index.getIndex());
    if (known == by_number_.end()) return nullptr;
    const auto& tag = all_[known->second];
    if (!tag.is_declaration) return &tag;
    const auto key = key_of(tag);
    const auto defined = definitions_.find(llvm::StringRef(key.data(), key.size()));
    return defined == definitions_.end() || defined->second == several ? &tag : &all_[defined->second];
}

bool has_name(const Tag& tag) {
    return !is_nameless_type(components_of(tag.written).back());
}

std::string name_of(const Tag& tag) {
    const auto parts = components_of(tag.written);
    if (is_nameless_type(parts.back())) return {};
    if (tag.is_local) return with_blanks(parts.back());
    std::string name;
    for (const auto part : parts) {
        if (is_nameless_type(part) || is_nameless_namespace(part)) continue;
        name += (name.empty() ? "" : "::") + with_blanks(part);
    }
    return name;
}

bool is_in_nameless_namespace(const Tag& tag) {
    return std::ranges::any_of(components_of(tag.written), is_nameless_namespace);
}

}  // namespace abi::codeview
