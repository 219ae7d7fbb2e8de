// Sources in memory and layouts as short text, for the tests of the clang
// reader.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "llvm/Support/MemoryBuffer.h"
#include "read/clang/reader.h"
#include "test/layout_text.h"

namespace abi::test {

struct Source {
    std::string name;  // below "/src"
    std::string text;
};

/// A request for the sources whose names do not end in ".h", for one triple;
/// clang's own headers come from the disk.
inline clang_reader::Request request_for(const std::vector<Source>& sources,
                                         const std::string& triple = "riscv64-linux-gnu") {
    auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
    auto files = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(llvm::vfs::getRealFileSystem());
    files->pushOverlay(memory);
    clang_reader::Request request;
    request.files_from = files;
    request.root = "/src";
    request.target.triple = triple;
    for (const auto& [name, text] : sources) {
        const std::string path = "/src/" + name;
        memory->addFile(path, 0, llvm::MemoryBuffer::getMemBufferCopy(text, path));
        if (!name.ends_with(".h")) request.files.push_back(path);
    }
    return request;
}

/// "name = value", in the order of the layout.
inline std::vector<std::string> constants_of(const Reading& reading) {
    std::vector<std::string> texts;
    texts.reserve(reading.layout.constants.size());
    for (const auto& one : reading.layout.constants) texts.push_back(one.name + " = " + to_string(one.value));
    return texts;
}

/// Static assertions of what a record was read as: its size, its alignment, and the offset and size of every field that
/// __builtin_offsetof can name (no bit-field, no pointer of the compiler's own, nothing in a virtual base). `type`
/// names the record in the source: "struct S".
inline std::string assertions_of(const Record& record, const std::string& type, bool is_cxx) {
    const std::string word = is_cxx ? "static_assert(" : "_Static_assert(";
    const std::string align = is_cxx ? "alignof" : "_Alignof";
    std::string text;
    const auto add = [&](const std::string& what, std::uint64_t value) {
        text += word + what + " == " + std::to_string(value) + ", \"" + what + "\");\n";
    };
    add("sizeof(" + type + ")", record.size_bytes.value_or(0));
    add(align + "(" + type + ")", record.align_bytes.value_or(0));
    for (const auto& field : record.fields) {
        if (field.bit_width || field.name.find('(') != std::string::npos || field.name.starts_with("Virtual")) continue;
        const auto colons = field.name.rfind("::");
        const std::string member = colons == std::string::npos ? field.name : field.name.substr(colons + 2);
        add("__builtin_offsetof(" + type + ", " + member + ")", field.offset_bits / 8);
        const bool is_reference = field.type.spelling.ends_with('&');
        if (field.type.flexible_tail || is_reference) continue;
        add("sizeof(((" + type + "*)0)->" + member + ")", size_bits(field) / 8);
    }
    return text;
}

}  // namespace abi::test
