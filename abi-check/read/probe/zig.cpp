#include <algorithm>
#include <filesystem>
#include <map>

#include "llvm/TargetParser/Triple.h"
#include "os/file.h"
#include "os/temporary_folder.h"
#include "read/probe/ask.h"
#include "read/probe/languages.h"
#include "read/probe/layout.h"
#include "read/probe/run.h"
#include "read/probe/zig_source.h"

namespace abi::probe {
namespace {

/// LLVM's triple in Zig's words: "riscv64-linux", "arm-linux-gnueabihf", "x86-linux", "riscv64-freestanding".
std::string zig_target(const std::string& written) {
    if (written.empty()) return "native";
    const llvm::Triple triple(llvm::Triple::normalize(written));
    std::string arch = triple.getArchName().str();
    if (triple.isARM()) arch = "arm";
    if (triple.isThumb()) arch = "thumb";
    if (triple.getArch() == llvm::Triple::x86) arch = "x86";
    if (triple.getArch() == llvm::Triple::ppc64le) arch = "powerpc64le";
    if (triple.getArch() == llvm::Triple::ppc64) arch = "powerpc64";
    std::string os = "freestanding";
    if (triple.isOSLinux()) os = "linux";
    if (triple.isOSWindows()) os = "windows";
    if (triple.isOSDarwin()) os = "macos";
    if (triple.isOSFreeBSD()) os = "freebsd";
    std::string abi = triple.getEnvironmentName().str();
    const bool matters = triple.isARM() || triple.isThumb() || triple.isX32() || triple.isOSWindows();
    if (!matters || abi.empty() || os == "freestanding") return arch + "-" + os;
    return arch + "-" + os + "-" + abi;
}

/// Python's package is asked without a look whether it is there: that would cost as much as an answer.
std::vector<std::string> compiler_of(const Request& request) {
    if (!request.compiler.empty()) return request.compiler;
    if (program_exists("zig", request.root) || !program_exists("python3", request.root)) return {"zig"};
    return {"python3", "-m", "ziglang"};
}

/// A record that was not found, although the file declares it for itself alone.
std::optional<Problem> hidden_record(const Request& request, const std::string& file, const std::string& text,
                                     const std::string& name) {
    const auto parts = zig_path(name);
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
        return Problem{{.file = shown_path(request.root, file), .line = line},
                       "",
                       "`pub " + declaration + "`, so that the probe can see it",
                       "`" + declaration + "`"};
    }
    return std::nullopt;
}

/// The flags, with the modules that they name ("-Mhal=src/hal.zig", and what a "--dep" says about it) behind the
/// probe's own module, which may import them all.
std::vector<std::string> module_words(const Request& request, const std::string& source) {
    std::vector<std::string> all = request.target.flags;
    all.insert(all.end(), request.flags.begin(), request.flags.end());
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

/// The compiler names the user's files by the link to them.
void unlink_places(std::string& printed, const std::string& folder) {
    const auto link = folder + "/" + std::string(zig_link) + "/";
    for (auto at = printed.find(link); at != std::string::npos; at = printed.find(link, at + 1)) {
        printed.erase(at, link.size() - 1);
    }
}

/// Asks all files at once.
Result<Answers> ask(const Request& request, const std::vector<std::string>& compiler) {
    const TemporaryFolder folder("probe");
    if (folder.path.empty()) {
        return Problem{{.file = "(temporary folder)"}, "", "a private temporary folder", folder.error};
    }
    const std::string source = folder.path + "/probe.zig";
    const std::string object = folder.path + "/probe.o";
    if (auto problem = write_file(source, zig_source(request))) return *problem;
    std::error_code code;
    std::filesystem::create_directory_symlink("/", folder.path + "/" + std::string(zig_link), code);
    if (code) return Problem{{.file = folder.path}, "", "a link to the root of the file system", code.message()};
    auto words = compiler;
    words.insert(words.end(), {"build-obj", "-target", zig_target(request.target.triple)});
    const auto modules = module_words(request, source);
    words.insert(words.end(), modules.begin(), modules.end());
    words.push_back("-femit-bin=" + object);
    auto run = run_compiler(request, "Zig", words, {"ZIG_LOCAL_CACHE_DIR=" + folder.path + "/cache"});
    if (!run.succeeded && run.printed.find("No module named ziglang") != std::string::npos) {
        run = run_compiler(request, "Zig", {"zig"});  // which is not there: the problem says so
    }
    unlink_places(run.printed, folder.path);
    if (!run.succeeded) return first_error(request, run, folder.path);
    return answers_in(object, request, "Zig");
}

/// What one of the files answered. Types are named as the request names them, else as the compiler does, beginning
/// with the file's module.
Reading reading_of(const Request& request, Answers answers, std::size_t file) {
    const auto count = request.files.size();
    std::map<std::string, std::string> names;
    for (const auto& record : answers.records) {
        if (record.item / count < request.records.size())
            names.emplace(record.name, request.records[record.item / count].name);
    }
    const auto keep = [&](auto& all, auto item) {
        std::erase_if(all, [&](const auto& one) { return one.*item % count != file; });
        for (auto& one : all) one.*item /= count;
    };
    keep(answers.records, &RecordAnswer::item);
    keep(answers.fields, &FieldAnswer::record);
    keep(answers.constants, &ConstantAnswer::item);
    const auto folder = zig_namespace(std::filesystem::path(request.files[file]).parent_path().string() + "/");
    for (auto& answer : answers.fields) {
        auto& name = answer.field.type.name;
        if (const auto known = names.find(name); known != names.end()) {
            name = known->second;
        } else if (name.starts_with(folder)) {
            name.erase(0, folder.size());
        } else if (name.starts_with(std::string(zig_link) + ".")) {
            name.erase(0, zig_link.size() + 1);
        }
    }
    Reading reading;
    lay_out_reflected(request, request.files[file], answers, reading);
    reading.units.push_back(shown_path(request.root, request.files[file]));
    return reading;
}

/// All files at once; where they do not compile together, each for itself, so that one of them does not silence the
/// others.
Reading read_files(const Request& request, const std::vector<std::string>& compiler) {
    Reading reading;
    auto answers = ask(request, compiler);
    if (answers) {
        for (std::size_t file = 0; file < request.files.size(); ++file) {
            add_reading(reading_of(request, *answers, file), reading);
        }
    } else if (request.files.size() == 1) {
        reading.problems = std::move(answers.problems);
    } else {
        for (const auto& file : request.files) {
            auto one = request;
            one.files = {file};
            add_reading(read_files(one, compiler), reading);
        }
    }
    return reading;
}

}  // namespace

Reading probe_zig(const Request& request) {
    auto reading = read_files(request, compiler_of(request));
    for (const auto& record : request.records) {
        if (find_record(reading.layout, record.name) != nullptr) continue;
        for (const auto& file : request.files) {
            const auto text = read_file(file);
            auto problem = text ? hidden_record(request, file, *text, record.name) : std::nullopt;
            if (problem) reading.problems.push_back(std::move(*problem));
        }
    }
    return reading;
}

}  // namespace abi::probe
