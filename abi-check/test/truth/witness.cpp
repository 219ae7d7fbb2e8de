#include "test/truth/witness.h"

#include <filesystem>
#include <unordered_map>

#include "os/child.h"
#include "os/file.h"
#include "read/btf/reader.h"
#include "read/clang/reader.h"
#include "read/codeview/reader.h"
#include "read/dwarf/reader.h"
#include "read/object/request.h"
#include "read/probe/reader.h"
#include "test/truth/crate.h"
#include "test/truth/table.h"

namespace abi::truth {
namespace {

/// The root of the crate of a unit in Rust. The folder keeps the name "unit" for the crate.
constexpr auto* rust_root = "crate/unit.rs";

/// The folder of a package of Cargo.
constexpr auto* cargo_folder = "package/";

using Words = std::vector<std::string>;

constexpr std::array names{std::string_view("clang table"),
                           std::string_view("clang reader"),
                           std::string_view("dwarf of clang"),
                           std::string_view("probe by clang"),
                           std::string_view("codeview of clang"),
                           std::string_view("GCC table"),
                           std::string_view("dwarf of GCC"),
                           std::string_view("probe by GCC"),
                           std::string_view("table"),
                           std::string_view("dwarf"),
                           std::string_view("probe")};

void append(Words& words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
}

std::string extension_of(Language language) {
    switch (language) {
    case Language::c: return ".c";
    case Language::cpp: return ".cpp";
    case Language::zig: return ".zig";
    case Language::rust:
    case Language::cargo: return ".rs";
    case Language::go: return ".go";
    case Language::nim: break;
    }
    return ".nim";
}

std::string standard_of(Language language) {
    return language == Language::c ? "-std=gnu17" : "-std=gnu++20";
}

/// DWARF 5 and 4, types in the unit or in units of their own, compressed.
Words debug_flags(std::size_t variant) {
    static const std::array<Words, 5> variants{Words{"-gdwarf-5"}, Words{"-gdwarf-4"},
                                               Words{"-gdwarf-5", "-fdebug-types-section"},
                                               Words{"-gdwarf-4", "-fdebug-types-section"}, Words{"-gdwarf-5", "-gz"}};
    return variants.at(variant % variants.size());
}

/// "-I/usr/lib/nim/lib", the folder of nimbase.h, from the commands that Nim wrote down.
std::string nim_include(const std::string& folder) {
    const auto commands = read_file(folder + "/nim/table.json");
    const auto begin = commands ? commands->find("-I") : std::string::npos;
    return begin == std::string::npos ? "-I." : commands->substr(begin, commands->find(' ', begin) - begin);
}

/// A program, because only Go's linker writes debug information of types. Every second one has it uncompressed.
Words go_command(const Case& one, const Words& go, const std::string& program) {
    Words words{"env", "GOOS=linux", "GOARCH=" + one.machine->go, "CGO_ENABLED=0"};
    append(words, go);
    append(words, {"build", "-buildvcs=false", "-tags=truth", "-o", program});
    if (one.variant % 2 == 1) words.emplace_back("-ldflags=-compressdwarf=false");
    words.emplace_back("./program");
    return words;
}

/// The command that compiles the table, with debug information of all that the unit declares.
Words table_command(const Case& one, const std::string& family, Words words, const std::string& source,
                    const std::string& object) {
    const auto language = one.unit->language;
    if (language == Language::zig) {
        append(words, {"build-obj", "-target", one.machine->zig, source, "-femit-bin=" + object, "--cache-dir",
                       one.folder + "/cache"});
        return words;
    }
    if (is_rust(language)) {
        words = {"rustc"};
        append(words, {"--target=" + one.machine->rust, "--edition=2021", "--crate-type=lib", "--crate-name=unit",
                       "--emit=obj", "-g", "-Awarnings", "-Ccodegen-units=1", "-o", object, source});
        const bool has_feature = language == Language::cargo && crate_form(*one.unit).has_feature;
        if (has_feature) append(words, {"--cfg", "feature=\"wide\""});
        return words;
    }
    if (language == Language::go) return go_command(one, words, object);
    if (language == Language::nim) {
        return {"clang-19",
                "--target=" + one.machine->target.triple,
                "-w",
                "-g",
                "-c",
                "-funsigned-char",
                nim_include(one.folder),
                source,
                "-o",
                object};
    }
    if (family == "clang") words.push_back("--target=" + one.machine->target.triple);
    append(words, {standard_of(language), "-w", "-O0", "-c", "-fno-eliminate-unused-debug-types"});
    append(words, one.machine->has_codeview ? Words{"-g", "-gcodeview"} : debug_flags(one.variant));
    if (family == "clang") append(words, {"-fstandalone-debug", "-fno-caret-diagnostics"});
    if (language == Language::cpp) {
        append(words, {"-fno-access-control", "-fno-exceptions"});
        if (family == "gcc") words.emplace_back("-femit-class-debug-always");
    }
    append(words, {source, "-o", object});
    return words;
}

/// Nim writes C into the folder "nim".
Words nim_command(const Case& one, Words command, const std::string& source) {
    append(command, {"c", "--compileOnly", "--noLinking", "--hints:off", "--warnings:off", "--colors:off",
                     "--nimcache:" + one.folder + "/nim"});
    append(command, one.machine->nim);
    command.push_back(source);
    return command;
}

/// The same records, in the order of the subjects.
Answer answer_of(Reading reading, const std::vector<Subject>& subjects) {
    Answer said{.asked = true, .absence = "", .records = {}, .problem = "", .reading = std::move(reading)};
    if (!said.reading.problems.empty()) said.problem = to_string(said.reading.problems.front());
    std::unordered_map<std::string, const Record*> by_name;
    for (const auto& record : said.reading.layout.records) by_name.emplace(record.name, &record);
    for (const auto& subject : subjects) {
        const auto found = by_name.find(subject.record.name);
        said.records.push_back(found == by_name.end() ? std::nullopt : std::optional(*found->second));
    }
    return said;
}

Answer failed(std::string why) {
    return {.asked = true, .absence = "", .records = {}, .problem = std::move(why), .reading = {}};
}

Words compiler_of(const Case& one, const std::string& family) {
    const auto found = one.compilers->find(compiler_key(family, one.unit->language, *one.machine));
    return found == one.compilers->end() ? Words{} : found->second;
}

/// What one family of compilers ("clang", "gcc", "own") is asked.
class Family {
  public:
    Family(const Case& one, std::string name, const std::vector<Subject>& subjects)
        : one_(one),
          name_(std::move(name)),
          subjects_(subjects),
          compiler_(compiler_of(one, name_)),
          declarations_(one.folder + "/unit" + extension_of(one.unit->language)) {}

    bool is_present() const { return !compiler_.empty(); }

    Answer absence() const {
        Answer said;
        said.is_missing = is_named(name_, one_.unit->language, *one_.machine);
        said.absence = said.is_missing ? "no such compiler works here" : "the language has no such machine";
        return said;
    }

    Answer table() {
        if (!compile()) return failed(problem_);
        const auto bytes = read_file(object());
        if (!bytes) return failed(to_string(bytes.problems.front()));
        auto made = read_table(object(), *bytes, subjects_);
        if (!made) return failed(to_string(made.problems.front()));
        Answer said{.asked = true, .absence = "", .records = {}, .problem = "", .reading = {}};
        for (auto& record : *made) said.records.emplace_back(std::move(record));
        return said;
    }

    Answer debug_information(Reading (*read)(const object::Request&)) {
        if (!compile()) return failed(problem_);
        object::Request request;
        request.files = {object()};
        request.target = one_.machine->target;
        return answer_of(read(request), subjects_);
    }

    Answer probe() const {
        static constexpr std::array languages{"c", "cpp", "zig", "rust", "nim", "go", "rust"};
        probe::Request request;
        request.language = languages.at(static_cast<std::size_t>(one_.unit->language));
        request.compiler = compiler_;
        const bool is_c_family = name_ != "own";
        if (is_c_family) request.flags = {standard_of(one_.unit->language)};
        request.files = {declarations_};
        request.target = one_.machine->target;
        // Bare targets have no std, and the unit does not say so: its table includes it.
        if (one_.unit->language == Language::rust) {
            request.target.triple = one_.machine->rust;
            request.files = {one_.folder + "/" + rust_root};
        }
        if (one_.unit->language == Language::cargo) ask_cargo(request);
        if (one_.unit->language == Language::go) ask_go(request);
        if (one_.question != nullptr) {
            request.records = one_.question->records;
            request.constants = one_.question->constants;
            request.enums = one_.question->enums;
            request.claims = one_.question->claims;
            // The probe of C and C++ names a constant in the claim itself.
            if (!request.claims.empty() && is_c_family) request.constants.clear();
        } else {
            for (const auto& subject : subjects_) request.records.push_back(subject.record);
        }
        request.time_limit_seconds = 300;
        return answer_of(probe::read(request), subjects_);
    }

    Answer reader() const {
        clang_reader::Request request;
        request.files = {declarations_};
        request.flags = {standard_of(one_.unit->language)};
        request.target = one_.machine->target;
        request.filters = one_.filters;
        for (const auto& subject : subjects_) {
            if (one_.filters) request.names.push_back(subject.record.name);
        }
        return answer_of(clang_reader::read(request), subjects_);
    }

  private:
    void ask_cargo(probe::Request& request) const {
        const auto form = crate_form(*one_.unit);
        request.target.triple = one_.machine->rust;
        request.files = {one_.folder + "/" + cargo_folder + "Cargo.toml"};
        request.flags = {"--offline"};
        request.cargo.default_features = form.has_feature && form.is_default;
        if (form.has_feature && !form.is_default) request.cargo.features = {"wide"};
    }

    /// A file of the package or its folder, and the named integers as enumerations.
    void ask_go(probe::Request& request) const {
        if (one_.variant % 2 == 1) request.files = {one_.folder};
        for (const auto& one : one_.unit->enums) {
            request.enums.emplace_back();
            request.enums.back().name = one.tag;
        }
    }

    std::string object() const { return one_.folder + "/" + name_ + ".o"; }

    bool compile() {
        if (compiled_) return problem_.empty();
        compiled_ = true;
        auto source = one_.folder + "/table" + extension_of(one_.unit->language);
        if (one_.unit->language == Language::nim) {
            if (!run(nim_command(one_, compiler_, source))) return false;
            source = one_.folder + "/nim/@mtable.nim.c";
        }
        return run(table_command(one_, name_, compiler_, source, object()));
    }

    bool run(const Words& command) {
        const ChildRequest child{.command = command, .folder = one_.folder, .time_limit = std::chrono::minutes(5)};
        const auto end = run_child(child);
        if (end.end == ChildResult::End::exited && end.status == 0) return true;
        problem_ = "the table does not compile: " + describe_end(end, child) + "\n" + end.errors.substr(0, 2000);
        return false;
    }

    const Case& one_;
    std::string name_;
    const std::vector<Subject>& subjects_;
    Words compiler_;
    std::string declarations_;
    bool compiled_ = false;
    std::string problem_;
};

}  // namespace

std::string_view to_string(Witness witness) {
    return names.at(static_cast<std::size_t>(witness));
}

std::vector<Witness> witnesses_of(Language language) {
    if (language == Language::c || language == Language::cpp) {
        return {Witness::clang_table,    Witness::clang_reader, Witness::clang_dwarf, Witness::clang_probe,
                Witness::clang_codeview, Witness::gcc_table,    Witness::gcc_dwarf,   Witness::gcc_probe};
    }
    return {Witness::own_table, Witness::own_dwarf, Witness::own_probe};
}

namespace {

/// The files beside that of the declarations and that of the table.
std::optional<Problem> write_more(const Case& one, const std::string& name) {
    std::vector<std::pair<std::string, std::string>> files;
    if (one.unit->language == Language::rust) files = {{rust_root, "#![no_std]\ninclude!(\"../" + name + "\");\n"}};
    if (one.unit->language == Language::cargo) {
        for (auto& [path, text] : write_crate(*one.unit)) files.emplace_back(cargo_folder + path, std::move(text));
    }
    if (one.unit->language == Language::go) {
        files = {{"go.mod", "module unit\n\ngo 1.19\n"},
                 {"program/main.go", "package main\n\nimport \"unit\"\n\nfunc main() { println(unit.Use()) }\n"}};
    }
    for (const auto& [path, text] : files) {
        const auto whole = one.folder + "/" + path;
        std::filesystem::create_directories(std::filesystem::path(whole).parent_path());
        if (auto problem = write_file(whole, text)) return problem;
    }
    return std::nullopt;
}

}  // namespace

Answers ask(const Case& one, const std::vector<Subject>& subjects, const std::set<Witness>& wanted) {
    const auto name = "unit" + extension_of(one.unit->language);
    const auto& dialect = one.machine->dialect;
    std::filesystem::create_directories(one.folder);
    const auto write = [&](const std::string& file, const std::string& text) {
        return write_file(one.folder + "/" + file, text);
    };
    Answers all;
    auto problem = write(name, write_declarations(*one.unit, dialect));
    if (!problem) problem = write_more(one, name);
    if (!problem) {
        problem = write("table" + extension_of(one.unit->language), write_table(*one.unit, subjects, dialect, name));
    }
    if (problem) {
        for (const auto witness : wanted) all[witness] = failed(to_string(*problem));
        return all;
    }
    Family clang(one, "clang", subjects);
    Family gcc(one, "gcc", subjects);
    Family own(one, "own", subjects);
    for (const auto witness : witnesses_of(one.unit->language)) {
        if (!wanted.contains(witness)) continue;
        auto& said = all[witness];
        const bool is_gcc =
            witness == Witness::gcc_table || witness == Witness::gcc_dwarf || witness == Witness::gcc_probe;
        if (is_gcc && one.unit->only_clang) {
            said.absence = "units with what GCC 12 does not have, or cannot do";
            continue;
        }
        auto& family = witness >= Witness::own_table ? own : is_gcc ? gcc : clang;
        if (!family.is_present()) {
            said = family.absence();
            continue;
        }
        switch (witness) {
        case Witness::clang_table:
        case Witness::gcc_table:
        case Witness::own_table: said = family.table(); break;
        case Witness::clang_dwarf:
        case Witness::gcc_dwarf:
        case Witness::own_dwarf: said = family.debug_information(dwarf::read); break;
        case Witness::clang_codeview: said = family.debug_information(codeview::read); break;
        case Witness::clang_probe:
        case Witness::gcc_probe:
        case Witness::own_probe: said = family.probe(); break;
        case Witness::clang_reader: said = family.reader(); break;
        }
    }
    return all;
}

}  // namespace abi::truth
