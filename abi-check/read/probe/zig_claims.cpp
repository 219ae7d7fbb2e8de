#include "read/probe/zig_claims.h"

#include <charconv>
#include <map>

#include "read/probe/names.h"

namespace abi::probe {
namespace {

constexpr std::string_view mark = "abi-check-claim-";

/// Paths are lists of names. A packed struct declares fields, but it has no bytes of its own for them.
constexpr std::string_view functions = R"(
fn abiHas(comptime T: type, comptime path: []const []const u8) bool {
    comptime var At = T;
    inline for (path) |name| {
        if (!isRecord(At) or !@hasField(At, name)) return false;
        At = @TypeOf(@field(@as(At, undefined), name));
    }
    return isRecord(T);
}
fn abiHasBytes(comptime T: type, comptime path: []const []const u8) bool {
    comptime var At = T;
    inline for (path) |name| {
        if (isPacked(At) or !abiHas(At, &.{name})) return false;
        At = AbiAt(At, &.{name});
    }
    return isRecord(T);
}
fn AbiAt(comptime T: type, comptime path: []const []const u8) type {
    comptime var At = T;
    inline for (path) |name| At = @TypeOf(@field(@as(At, undefined), name));
    return At;
}
fn AbiElement(comptime T: type, comptime path: []const []const u8) type {
    comptime var At = AbiAt(T, path);
    inline while (is(At, "array")) At = info(At).child;
    return withoutAtomic(At);
}
fn abiOffset(comptime T: type, comptime path: []const []const u8) u64 {
    comptime var At = T;
    comptime var bytes: u64 = 0;
    inline for (path) |name| {
        if (!is(At, "union")) bytes += @offsetOf(At, name);
        At = @TypeOf(@field(@as(At, undefined), name));
    }
    return bytes;
}
fn abiEnd(comptime T: type, comptime path: []const []const u8) u64 {
    return if (path.len == 0) 0 else abiOffset(T, path) + @sizeOf(AbiAt(T, path));
}
fn abiKind(comptime T: type) u64 {
    const kind = kindOf(T);
    return if (kind == 2 or kind == 7) 1 else kind;
}
fn abiDeclares(comptime T: type, comptime name: []const u8) bool {
    if (!isContainer(T)) return false;
    return (is(T, "enum") and @hasField(T, name)) or @hasDecl(T, name);
}
fn abiNumber(comptime value: anytype) comptime_int {
    if (is(@TypeOf(value), "enum")) return @intFromEnum(value);
    if (is(@TypeOf(value), "bool")) return @intFromBool(value);
    return value;
}
)";

std::string list_of(std::string_view path) {
    std::string text = "&.{";
    while (!path.empty()) {
        const auto end = std::min(path.find('.'), path.size());
        text += (text.size() > 3 ? ", " : "") + quoted_text(path.substr(0, end));
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return text + "}";
}

std::string condition_of(const Claim& claim, const Integer& value, const ZigNames& names) {
    const bool is_value = claim.what == Claim::What::value || claim.what == Claim::What::constant;
    const auto type = is_value ? std::string() : names.type(claim);
    const auto has = is_value ? names.has(claim) : "";
    if (is_value ? has.empty() : type.empty()) return "";
    const auto path = list_of(claim.field);
    const auto at = "(" + type + ", " + path + ")";
    const auto number = (value.negative ? "-" : "") + std::to_string(value.low);
    const auto of_type = [&](const std::string& measured) {
        return type + " != void and " + measured + " == " + number;
    };
    const auto of_field = [&](const std::string& measured) {
        return type + " != void and abiHasBytes" + at + " and " + measured + " == " + number;
    };
    switch (claim.what) {
    case Claim::What::record: return type + " != void";
    case Claim::What::size:
    case Claim::What::enum_size: return of_type("@sizeOf(" + type + ")");
    case Claim::What::alignment: return of_type("@alignOf(" + type + ")");
    case Claim::What::field: return of_type("@as(u8, @intFromBool(abiHas" + at + "))");
    case Claim::What::offset: return of_field("abiOffset" + at);
    case Claim::What::width: return of_field("@sizeOf(AbiAt" + at + ")");
    case Claim::What::element: return of_field("@sizeOf(AbiElement" + at + ")");
    case Claim::What::sign:
        return of_field("@as(u8, @intFromBool(kindOf(AbiElement" + at + ") == 2 or isSigned(AbiElement" + at + ")))");
    case Claim::What::kind: return of_field("abiKind(AbiElement" + at + ")");
    case Claim::What::gap: {
        const auto end =
            claim.next.empty() ? "@sizeOf(" + type + ")" : "abiOffset(" + type + ", " + list_of(claim.next) + ")";
        return of_field(end + " - abiEnd" + at);
    }
    case Claim::What::constant: return has;
    case Claim::What::value: return has + " and abiNumber(" + names.value(claim) + ") == " + number;
    case Claim::What::enum_sign: return of_type("@as(u8, @intFromBool(isSigned(" + type + ")))");
    }
    return "";
}

}  // namespace

std::vector<ZigLine> zig_lines(const Request& request, const ZigNames& names) {
    std::vector<ZigLine> lines;
    for (std::size_t c = 0; c < request.claims.size(); ++c) {
        const auto& claim = request.claims[c];
        for (const bool is_control : {false, true}) {
            if (is_control && is_about_absence(claim)) continue;
            auto condition = condition_of(claim, is_control ? claim.actual : claim.expected, names);
            if (!condition.empty()) lines.push_back({c, is_control, std::move(condition)});
        }
    }
    return lines;
}

std::string zig_claims(const std::vector<ZigLine>& lines, const std::set<std::size_t>& refused) {
    std::string text(functions);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (refused.contains(i)) continue;
        text += "comptime {\n    @setEvalBranchQuota(1_000_000);\n    if (!(" + lines[i].condition +
                ")) @compileError(\"" + std::string(mark) + std::to_string(i) + ".\");\n}\n";
    }
    return text;
}

std::set<std::size_t> refused_lines(const std::string& printed) {
    std::set<std::size_t> refused;
    for (auto at = printed.find(mark); at != std::string::npos; at = printed.find(mark, at + 1)) {
        std::size_t line = 0;
        const auto* const begin = printed.data() + at + mark.size();
        const auto [end, error] = std::from_chars(begin, printed.data() + printed.size(), line);
        // Errors also quote the source, in which a quotation mark follows.
        if (error == std::errc() && *end == '.') refused.insert(line);
    }
    return refused;
}

std::vector<ClaimAnswer> judged(const Request& request, const std::vector<ZigLine>& lines,
                                const std::set<std::size_t>& refused) {
    using enum ClaimAnswer::State;
    struct Judged {
        bool is_written = false;
        bool denial = false;   // accepted
        bool control = false;  // accepted
    };
    std::map<std::size_t, Judged> all;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto& one = all[lines[i].claim];
        one.is_written = true;
        (lines[i].is_control ? one.control : one.denial) = !refused.contains(i);
    }
    std::vector<ClaimAnswer> answers;
    for (std::size_t c = 0; c < request.claims.size(); ++c) {
        const auto& [is_written, denial, control] = all[c];
        const bool is_proved = control || is_about_absence(request.claims[c]);
        if (!is_written) {
            answers.push_back({not_asked, "its name cannot be written"});
        } else if (denial) {
            answers.push_back({refuted});
        } else {
            answers.push_back(is_proved ? ClaimAnswer{proved}
                                        : ClaimAnswer{not_asked, "the compiler cannot confirm what was found"});
        }
    }
    return answers;
}

}  // namespace abi::probe
