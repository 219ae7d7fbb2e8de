#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "model/words.h"
#include "os/file.h"
#include "os/temporary_folder.h"
#include "read/probe/ask.h"
#include "read/probe/embedded.h"
#include "read/probe/layout.h"
#include "read/probe/names.h"
#include "read/probe/run.h"
#include "read/probe/target_words.h"
#include "read/probe/usual_compiler.h"
#include "read/probe/zig_claims.h"
#include "read/probe/zig_names.h"
#include "read/probe/zig_package.h"
#include "read/probe/zig_version.h"

namespace abi::probe {
namespace {

using namespace std::string_literals;

/// A link to the root of the file system, beside the generated source. Files that the source imports through it are in
/// the source's module, so that they may import each other and files in folders above.
constexpr std::string_view root_link = "fs";

/// The components of a name: "a.b::C" is a, b, C.
std::vector<std::string> components(std::string_view name) {
    std::vector<std::string> parts;
    while (!name.empty()) {
        const auto end = std::min(name.find_first_of(".:"), name.size());
        if (end != 0) parts.emplace_back(name.substr(0, end));
        name.remove_prefix(std::min(end + 1, name.size()));
    }
    return parts;
}

/// The name of the file without its suffix. The names of its types may begin with it: "channel.CmdPacket".
std::string module_of(const std::string& file) {
    return std::filesystem::path(file).stem().string();
}

/// The namespace that Zig gives to a file that is imported through the link: "fs.src.channel" for "/src/channel.zig".
std::string namespace_of(const std::string& file) {
    auto path = std::filesystem::path(file).lexically_normal();
    std::string name = std::string(root_link) + path.replace_extension().string();
    std::ranges::replace(name, '/', '.');
    return name;
}

std::string list_of(const std::vector<std::string>& parts, std::size_t from) {
    return "&.{" + join(parts | std::views::drop(from), ", ", quoted_text) + "}";
}

/// Whether the generated source may contain the name: identifiers of Zig, with dots between them.
bool is_zig_name(const std::string& name) {
    return is_plain_name(name) && name.find_first_of("<> $") == std::string::npos;
}

/// The expression that finds a type in a file. Its name may begin with the file's module.
std::string found_type(const std::string& function, const std::string& file, const std::string& module,
                       const std::vector<std::string>& parts) {
    const auto call = [&](std::size_t from) { return function + "(" + file + ", " + list_of(parts, from) + ")"; };
    if (parts.size() < 2 || parts.front() != module) return call(0);
    return "if (" + call(0) + " != void) " + call(0) + " else " + call(1);
}

/// A file of the request, as the source names it.
struct AskedFile {
    std::size_t index = 0;
    std::string constant;  // holds the imported file: "abi_file0"
    std::string module;
};

/// The parts of the source that grow with each question.
struct Questions {
    std::string declarations;
    std::string answers;
    std::vector<std::string> types;  // the constants that hold the records
};

/// The number of an answer: the index in the request times the number of files, plus the index of the file.
std::string item_of(const Request& request, const AskedFile& file, std::size_t index) {
    return std::to_string(index * request.files.size() + file.index);
}

/// How types of one kind are asked for, by functions of the probe's program.
struct TypeQuestion {
    std::string_view constant;  // which the type gets, without the number of the answer
    std::string_view find;      // finds the type by its name
    std::string_view answer;    // writes what the type is
};

/// Asks for a type. Returns the constant that holds it, or nothing if Zig has no such name.
std::optional<std::string> ask_type(const TypeQuestion& question, const AskedFile& file, const std::string& name,
                                    const std::string& item, Questions& questions) {
    if (!is_zig_name(name)) return std::nullopt;
    auto type = std::string(question.constant) + item;
    const auto found = found_type(std::string(question.find), file.constant, file.module, components(name));
    questions.declarations += "const " + type + " = " + found + ";\n";
    questions.answers += "    " + std::string(question.answer) + "(w, " + item + ", " + type + ");\n";
    return type;
}

void ask_records(const Request& request, const AskedFile& file, Questions& questions) {
    constexpr TypeQuestion record{.constant = "AbiT", .find = "foundRecord", .answer = "record"};
    for (std::size_t i = 0; i < request.records.size(); ++i) {
        const auto item = item_of(request, file, i);
        auto type = ask_type(record, file, request.records[i].name, item, questions);
        if (!type) continue;
        for (const auto& field : request.records[i].fields) {
            if (!field.type.flexible_tail) continue;
            questions.answers += "    tail(w, " + item + ", " + *type + ", " + quoted_text(field.name) + ");\n";
        }
        questions.types.push_back(std::move(*type));
    }
}

void ask_enums(const Request& request, const AskedFile& file, Questions& questions) {
    constexpr TypeQuestion enumeration{.constant = "AbiE", .find = "foundEnum", .answer = "enumeration"};
    for (std::size_t i = 0; i < request.enums.size(); ++i) {
        ask_type(enumeration, file, request.enums[i].name, item_of(request, file, i), questions);
    }
}

void ask_constants(const Request& request, const AskedFile& file, Questions& questions) {
    for (std::size_t i = 0; i < request.constants.size(); ++i) {
        const auto& name = request.constants[i].name;
        if (!is_zig_name(name)) continue;
        const auto parts = components(name);
        const auto asked = "foundConstant(w, " + item_of(request, file, i) + ", " + file.constant + ", ";
        questions.answers += "    if (!" + asked + list_of(parts, 0) + ")) ";
        const bool has_module = parts.size() > 1 && parts.front() == file.module;
        questions.answers += has_module ? "_ = " + asked + list_of(parts, 1) + ");\n" : "{}\n";
    }
}

/// The source that asks all files for all records, enumerations and constants of the request.
std::string source_of(const Request& request) {
    Questions questions;
    for (std::size_t f = 0; f < request.files.size(); ++f) {
        const auto path = std::string(root_link) + std::filesystem::path(request.files[f]).lexically_normal().string();
        const AskedFile file{f, "abi_file" + std::to_string(f), module_of(request.files[f])};
        questions.declarations += "const " + file.constant + " = @import(" + quoted_text(path) + ");\n";
        ask_records(request, file, questions);
        ask_enums(request, file, questions);
        ask_constants(request, file, questions);
    }
    return std::string(embedded::probe_zig) + questions.declarations +
           "fn abiAsked(comptime T: type) bool {\n    for ([_]type{" + join(questions.types) +
           "}) |Asked| {\n        if (T == Asked) return true;\n    }\n    return false;\n}\n" +
           "fn abiAnswers(comptime w: *Writer) void {\n    _ = w.count;\n" + questions.answers + "}\n";
}

/// Whether a record of the request that is not `pub` was found nested in another one. Then it has the compiler's name:
/// that of its own file, or of the file from which a declaration `imports` it.
bool is_found_nested(const Layout& layout, const std::string& module, const std::string& name, bool imports) {
    const auto last = "." + components(name).back();
    return std::ranges::any_of(layout.records, [&](const Record& record) {
        return record.name.ends_with(last) && (imports || record.name.starts_with(module + "."));
    });
}

/// The problem of a record that was not found because its declaration is not `pub`.
std::optional<Problem> hidden_record(const Request& request, const std::string& file, const std::string& text,
                                     const std::string& name, const Layout& found) {
    const auto parts = components(name);
    if (parts.empty()) return std::nullopt;
    const std::string declaration = "const " + parts.back();
    unsigned line = 1;
    for (std::size_t at = 0; at < text.size(); ++line) {
        const auto end = std::min(text.find('\n', at), text.size());
        auto words = std::string_view(text).substr(at, end - at);
        at = end + 1;
        while (words.starts_with(' ') || words.starts_with('\t')) words.remove_prefix(1);
        if (!words.starts_with(declaration)) continue;
        words.remove_prefix(declaration.size());
        if (words.find_first_of(" :=") != 0) continue;
        const bool imports = words.find("@import(") != std::string_view::npos;
        if (is_found_nested(found, module_of(file), name, imports)) return std::nullopt;
        return Problem{{.file = shown_path(request.root, file), .line = line},
                       "",
                       "`pub " + declaration + "`, so that the probe can see it",
                       "`" + declaration + "`"};
    }
    return std::nullopt;
}

/// The options for the target of the request. Flags may name the same target, or a processor of it.
Result<std::vector<std::string>> target_options(const Request& request, const std::vector<std::string>& compiler) {
    constexpr std::array<std::string_view, 2> target{"-target", "-Dtarget="};
    constexpr std::array<std::string_view, 3> cpu{"-mcpu=", "-mcpu", "-Dcpu="};
    auto words = compiler;
    add_flags(request, words);
    const auto stated = stated_target(words, target);
    const auto& triple = request.target.triple;
    const bool has_own_word = !request.target_word.empty();
    if (!has_own_word && triple.empty())
        return stated ? std::vector<std::string>{} : std::vector{"-target"s, "native"s};
    const auto ours = has_own_word ? request.target_word : zig_target(triple);
    if (stated && *stated != ours && zig_target(*stated) != ours) return two_targets(request, ours, *stated);
    std::vector<std::string> options;
    if (!stated) options = {"-target", ours};
    const auto processor = has_own_word ? "" : zig_cpu(triple);
    if (!processor.empty() && !stated_target(words, cpu)) options.push_back("-mcpu=" + processor);
    return options;
}

/// The flags of the target and the request, and the probe's own module. Modules that the flags name
/// ("-Mhal=src/hal.zig", with a "--dep" before it) follow the probe's module, which may import them all.
std::vector<std::string> module_words(const Request& request, const std::string& source) {
    std::vector<std::string> all;
    add_flags(request, all);
    std::vector<std::string> general;
    std::vector<std::string> known;
    std::vector<std::string> modules;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i] == "--dep" && i + 1 < all.size()) {
            modules.insert(modules.end(), {all[i], all[i + 1]});
            ++i;
        } else if (all[i].starts_with("-M")) {
            known.insert(known.end(), {"--dep", all[i].substr(2, all[i].find('=') - 2)});
            modules.push_back(all[i]);
        } else {
            general.push_back(all[i]);
        }
    }
    auto words = std::move(general);
    words.insert(words.end(), known.begin(), known.end());
    words.push_back("-Mroot=" + source);
    words.insert(words.end(), modules.begin(), modules.end());
    return words;
}

/// Removes the link from the paths of the user's files.
void unlink_places(std::string& printed, const std::string& folder) {
    const auto link = folder + "/" + std::string(root_link) + "/";
    for (auto at = printed.find(link); at != std::string::npos; at = printed.find(link, at + 1)) {
        printed.erase(at, link.size() - 1);
    }
}

struct BuildPaths {
    std::string folder;
    std::string source;
    std::string object;
};

CompilerRun build_object(const Request& request, const std::vector<std::string>& compiler,
                         const std::vector<std::string>& options, const BuildPaths& paths) {
    auto words = compiler;
    words.emplace_back("build-obj");
    words.insert(words.end(), options.begin(), options.end());
    const auto modules = module_words(request, paths.source);
    words.insert(words.end(), modules.begin(), modules.end());
    // Zig's own backends (x86_64 without optimisation, since 0.15) write other data into the section of the answers.
    words.insert(words.end(), {"-fllvm", "-femit-bin=" + paths.object});
    return run_compiler(request, "Zig", words, {"ZIG_LOCAL_CACHE_DIR=" + paths.folder + "/cache"});
}

/// The target and the processor in the options of `zig build-obj`.
ZigTarget target_of(const std::vector<std::string>& options) {
    ZigTarget target;
    for (std::size_t i = 0; i < options.size(); ++i) {
        if (options[i] == "-target" && i + 1 < options.size()) target.target = options[i + 1];
        if (options[i].starts_with("-mcpu=")) target.cpu = options[i].substr(6);
    }
    return target;
}

struct Compiled {
    std::string object{};
    CompilerRun run{};
};

/// Compiles a source that asks the files of the request, in a folder that is empty.
Result<Compiled> compile(const Request& request, const std::vector<std::string>& compiler, const std::string& text,
                         const TemporaryFolder& folder) {
    Compiled made;
    if (folder.path.empty()) return no_folder(folder);
    const std::string source = folder.path + "/probe.zig";
    if (auto problem = write_file(source, with_section_name(request, text))) return *problem;
    std::error_code code;
    std::filesystem::create_directory_symlink("/", folder.path + "/" + std::string(root_link), code);
    if (code) return Problem{{.file = folder.path}, "", "a link to the root of the file system", code.message()};
    const auto options = target_options(request, compiler);
    if (!options) return options.problems;
    const bool is_package = !request.zig_build.empty();
    made.object = folder.path + (is_package ? "/out/probe.o" : "/probe.o");
    auto& run = made.run;
    run = is_package ? build_in_package(request, compiler, target_of(*options), folder.path)
                     : build_object(request, compiler, *options, {folder.path, source, made.object});
    if (!run.succeeded && run.printed.find("No module named ziglang") != std::string::npos) {
        run = run_compiler(request, "Zig", {"zig"});  // reports that there is no such program
    }
    unlink_places(run.printed, folder.path);
    return made;
}

Problem problem_of(const Request& request, const std::vector<std::string>& compiler, const Compiled& made,
                   const TemporaryFolder& folder) {
    if (auto problem = unknown_version_of(request, compiler)) return *problem;
    auto problem = first_error(request, made.run, folder.path);
    const bool needs_libc = problem.found.find("dependency on libc must be explicitly") != std::string::npos;
    if (needs_libc) problem.expected = "the flag -lc, because the source calls C's library";
    return problem;
}

/// Asks for all files with one source.
Result<Answers> ask(const Request& request, const std::vector<std::string>& compiler) {
    const TemporaryFolder folder("probe");
    const auto made = compile(request, compiler, source_of(request), folder);
    if (!made) return made.problems;
    if (!made->run.succeeded) return problem_of(request, compiler, *made, folder);
    return answers_in(made->object, request, "Zig");
}

/// The types of the request in its only file, and the claims about them.
std::string declarations_of(const Request& request, const AskedFile& file) {
    Questions questions;
    const auto path = std::string(root_link) + std::filesystem::path(request.files[0]).lexically_normal().string();
    questions.declarations = "const " + file.constant + " = @import(" + quoted_text(path) + ");\n";
    ask_records(request, file, questions);
    ask_enums(request, file, questions);
    return std::string(embedded::probe_zig) + questions.declarations +
           "fn abiAsked(comptime T: type) bool {\n    _ = T;\n    return false;\n}\n"
           "fn abiAnswers(comptime w: *Writer) void {\n    _ = w.count;\n}\n";
}

/// The constant of the record or enumeration that a claim is about.
std::string type_of(const Request& request, const AskedFile& file, const Claim& claim) {
    if (!is_zig_name(claim.name)) return "";
    const bool is_enum = claim.what == Claim::What::enum_size || claim.what == Claim::What::enum_sign;
    const auto constant_at = [&](const auto& all, const std::string& constant) {
        const auto found = std::ranges::find_if(all, [&](const auto& one) { return one.name == claim.name; });
        if (found == all.end()) return std::string();
        return constant + item_of(request, file, static_cast<std::size_t>(found - all.begin()));
    };
    return is_enum ? constant_at(request.enums, "AbiE") : constant_at(request.records, "AbiT");
}

/// The container and the name of a value: "found(abi_file0, &.{"Kind"}), "FIRST"".
std::string value_of(const AskedFile& file, const Claim& claim) {
    auto parts = components(claim.name);
    if (!is_zig_name(claim.name) || parts.empty()) return "";
    if (parts.size() > 1 && parts.front() == file.module) parts.erase(parts.begin());
    const auto last = parts.back();
    parts.pop_back();
    return "found(" + file.constant + ", " + list_of(parts, 0) + "), " + quoted_text(last);
}

/// Lets the compiler judge the claims of a request with one file.
Reading judge_file(const Request& request, const std::vector<std::string>& compiler) {
    constexpr int most_rounds = 8;
    const AskedFile file{0, "abi_file0", module_of(request.files[0])};
    const ZigNames names{.type = [&](const Claim& claim) { return type_of(request, file, claim); },
                         .value = [&](const Claim& claim) { return "@field(" + value_of(file, claim) + ")"; },
                         .has =
                             [&](const Claim& claim) {
                                 const auto value = value_of(file, claim);
                                 return value.empty() ? value : "abiDeclares(" + value + ")";
                             }};
    const auto lines = zig_lines(request, names);
    const auto declarations = declarations_of(request, file);
    std::set<std::size_t> refused;
    for (int round = 0; round < most_rounds; ++round) {
        const TemporaryFolder folder("probe");
        const auto made = compile(request, compiler, declarations + zig_claims(lines, refused), folder);
        if (!made) return failed(made.problems.front());
        if (made->run.succeeded) {
            Reading reading;
            reading.claims = judged(request, lines, refused);
            reading.units.push_back(shown_path(request.root, request.files[0]));
            return reading;
        }
        const auto more = refused_lines(made->run.printed);
        const auto known = refused.size();
        refused.insert(more.begin(), more.end());
        if (made->run.problem || refused.size() == known) return failed(problem_of(request, compiler, *made, folder));
    }
    return failed({first_file(request), "", "a judgement of the Zig compiler",
                   "none after " + std::to_string(most_rounds) + " attempts"});
}

/// The reading of one of the files. A type has its name in the request, if it is there; otherwise the compiler's name,
/// which begins with the file's module.
Reading reading_of(const Request& request, Answers answers, std::size_t file) {
    const auto count = request.files.size();
    std::map<std::string, std::string> names;
    for (const auto& record : answers.records) {
        if (record.item / count < request.records.size())
            names.emplace(record.name, request.records[record.item / count].name);
    }
    // A record that the request does not name has the item of the one that holds it in its low 32 bits.
    constexpr std::uint64_t of_request = 0xFFFF'FFFF;
    const auto keep = [&](auto& all, auto item) {
        std::erase_if(all, [&](const auto& one) { return (one.*item & of_request) % count != file; });
        for (auto& one : all) {
            if (one.*item <= of_request) one.*item /= count;
        }
    };
    keep(answers.records, &RecordAnswer::item);
    keep(answers.fields, &FieldAnswer::record);
    keep(answers.constants, &ConstantAnswer::item);
    keep(answers.enums, &EnumAnswer::item);
    keep(answers.enumerators, &EnumeratorAnswer::owner);
    name_by_fields(answers);
    const auto folder = namespace_of(std::filesystem::path(request.files[file]).parent_path().string() + "/");
    const auto rename = [&](std::string& name) {
        if (const auto known = names.find(name); known != names.end()) {
            name = known->second;
        } else if (name.starts_with(folder)) {
            name.erase(0, folder.size());
        } else if (name.starts_with(std::string(root_link) + ".")) {
            name.erase(0, root_link.size() + 1);
        }
    };
    for (auto& answer : answers.fields) rename(answer.field.type.name);
    for (auto& answer : answers.records) rename(answer.name);
    auto reading = lay_out_reflected(request, request.files[file], answers);
    reading.units.push_back(shown_path(request.root, request.files[file]));
    return reading;
}

/// Asks for all files with one source; if they do not compile together, for each file separately, so that an error in
/// one does not hide the others.
Reading read_files(const Request& request, const std::vector<std::string>& compiler) {
    auto answers = ask(request, compiler);
    if (!answers && request.files.size() == 1) return failed(answers.problems.front());
    if (!answers) return ask_each_file(request, [&](const Request& one) { return read_files(one, compiler); });
    Reading reading;
    for (std::size_t file = 0; file < request.files.size(); ++file) {
        add_reading(reading_of(request, *answers, file), reading);
    }
    return reading;
}

}  // namespace

Reading ask_zig(const Request& request) {
    if (!request.claims.empty()) {
        const auto compiler = zig_compiler(request);
        return ask_each_file(request, [&](const Request& one) { return judge_file(one, compiler); });
    }
    auto reading = read_files(request, zig_compiler(request));
    for (const auto& record : request.records) {
        if (find_record(reading.layout, record.name) != nullptr) continue;
        for (const auto& file : request.files) {
            const auto text = read_file(file);
            auto problem = text ? hidden_record(request, file, *text, record.name, reading.layout) : std::nullopt;
            if (problem) reading.problems.push_back(std::move(*problem));
        }
    }
    return reading;
}

}  // namespace abi::probe
