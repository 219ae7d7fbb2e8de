#include "read/probe/object_parts.h"

#include <algorithm>
#include <optional>

#include "llvm/ADT/StringExtras.h"
#include "llvm/Object/Wasm.h"

namespace abi::probe {
namespace {

using llvm::object::ObjectFile;
using llvm::object::WasmObjectFile;

std::string_view view_of(llvm::StringRef text) {
    return {text.data(), text.size()};
}

/// ".abi_probe" of ELF and COFF, "abi_probe" of Mach-O.
std::string without_prefix(llvm::StringRef name) {
    return name.ltrim("._").str();
}

std::string_view contents_of(const llvm::object::WasmSegment& segment) {
    return view_of(llvm::toStringRef(segment.Data.Content));
}

/// The bytes of a section from `address` on; nothing if the section does not have that address.
std::optional<std::string_view> bytes_from(const llvm::object::SectionRef& section, std::uint64_t address) {
    auto contents = section.getContents();
    if (!contents) {
        llvm::consumeError(contents.takeError());
        return std::nullopt;
    }
    const std::uint64_t base = section.getAddress();
    if (address < base || address - base > contents->size()) return std::nullopt;
    return view_of(contents->substr(address - base));
}

std::optional<NamedBytes> data_symbol(const WasmObjectFile& object, const llvm::object::SymbolRef& symbol) {
    const auto& info = object.getWasmSymbol(symbol).Info;
    const bool is_undefined = (info.Flags & llvm::wasm::WASM_SYMBOL_UNDEFINED) != 0;
    if (info.Kind != llvm::wasm::WASM_SYMBOL_TYPE_DATA || is_undefined) return std::nullopt;
    const auto segments = object.dataSegments();
    if (info.DataRef.Segment >= segments.size()) return std::nullopt;
    const auto bytes = contents_of(segments[info.DataRef.Segment]);
    if (info.DataRef.Offset > bytes.size()) return std::nullopt;
    return NamedBytes{without_prefix(info.Name), bytes.substr(info.DataRef.Offset)};
}

std::optional<NamedBytes> symbol_in_section(const ObjectFile& object, const llvm::object::SymbolRef& symbol) {
    auto name = symbol.getName();
    auto section = symbol.getSection();
    auto address = symbol.getAddress();
    // LLVM ends the program if an error is not consumed.
    llvm::Error errors = llvm::joinErrors(name.takeError(), section.takeError());
    errors = llvm::joinErrors(std::move(errors), address.takeError());
    if (errors) {
        llvm::consumeError(std::move(errors));
        return std::nullopt;
    }
    if (*section == object.section_end()) return std::nullopt;
    const auto bytes = bytes_from(**section, *address);
    if (!bytes) return std::nullopt;
    return NamedBytes{without_prefix(*name), *bytes};
}

}  // namespace

llvm::Expected<std::vector<NamedBytes>> sections_of(const ObjectFile& object, std::span<const std::string_view> names) {
    const auto is_wanted = [&](const std::string& name) { return std::ranges::find(names, name) != names.end(); };
    std::vector<NamedBytes> sections;
    if (const auto* wasm = llvm::dyn_cast<WasmObjectFile>(&object)) {
        for (const auto& segment : wasm->dataSegments()) {
            auto name = without_prefix(segment.Data.Name);
            if (is_wanted(name)) sections.push_back({std::move(name), contents_of(segment)});
        }
        return sections;
    }
    for (const auto& section : object.sections()) {
        auto written = section.getName();
        if (!written) return written.takeError();
        auto name = without_prefix(*written);
        if (!is_wanted(name)) continue;
        auto contents = section.getContents();
        if (!contents) return contents.takeError();
        sections.push_back({std::move(name), view_of(*contents)});
    }
    return sections;
}

std::vector<NamedBytes> symbols_of(const ObjectFile& object, std::string_view word, std::string_view other) {
    constexpr std::size_t smallest_symbol_bytes = 5;  // of WebAssembly: kind, flags, name of one byte, index
    std::vector<NamedBytes> symbols;
    // LLVM does not check the number of symbols that a file states.
    std::size_t symbols_left = object.getData().size() / smallest_symbol_bytes;
    std::size_t bytes_left = object.getData().size();
    const auto* wasm = llvm::dyn_cast<WasmObjectFile>(&object);
    for (const auto& symbol : object.symbols()) {
        if (symbols_left-- == 0) break;
        auto found = wasm != nullptr ? data_symbol(*wasm, symbol) : symbol_in_section(object, symbol);
        if (!found || (!found->name.starts_with(word) && !found->name.starts_with(other))) continue;
        if (found->bytes.size() > bytes_left) break;
        bytes_left -= found->bytes.size();
        symbols.push_back(std::move(*found));
    }
    return symbols;
}

}  // namespace abi::probe
