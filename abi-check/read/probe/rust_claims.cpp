// Claims in Rust: constants that are only computed if an assertion holds.
#include "read/probe/claims.h"
#include "read/probe/rust_names.h"

namespace abi::probe {
namespace {

/// "time.r#type": the path of a field as Rust writes it.
std::string raw_path(std::string_view path) {
    std::string raw;
    while (!path.empty()) {
        const auto end = std::min(path.find('.'), path.size());
        raw += (raw.empty() ? "" : ".") + raw_identifier(std::string(path.substr(0, end)));
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return raw;
}

std::string pointer_to(const std::string& path) {
    return "|r: &R@o| unsafe { core::ptr::addr_of!((*r)." + path + ") }";
}

std::string offset_of(const std::string& path) {
    return "core::mem::offset_of!(R@o, " + path + ")";
}

std::string size_of(const std::string& path) {
    return "z@n(" + pointer_to(path) + ")";
}

std::string holds(const std::string& condition) {
    return "const fn z@n<T, F>(_: fn(&T) -> *const F) -> usize { core::mem::size_of::<F>() } const _: () = assert!(" +
           condition + ");";
}

std::string gap(const Claim& claim) {
    const auto end = claim.next.empty() ? "core::mem::size_of::<R@o>()" : offset_of(raw_path(claim.next));
    const auto field = raw_path(claim.field);
    return end + " - " + (field.empty() ? "0" : "(" + offset_of(field) + " + " + size_of(field) + ")");
}

/// What the probe's program finds out about a field; the numbers count the words of its answer.
std::string word_of(const std::string& path, unsigned word) {
    return "words(0, 0, 0, " + pointer_to(path) + ")[" + std::to_string(word) + "]";
}
constexpr unsigned kind_word = 6;
constexpr unsigned width_word = 7;

}  // namespace

std::string rust_claim(const Plan& plan, std::size_t number, const std::string& constant) {
    const auto& item = plan.items[number];
    const auto& claim = claim_of(plan, item);
    const auto& value = compared_number(plan, item);
    const auto path = raw_path(claim.field);
    const auto equals = " == " + std::to_string(value.low);
    std::string text;
    switch (claim.what) {
    case Claim::What::record:
    case Claim::What::constant: break;
    case Claim::What::size:
    case Claim::What::enum_size: text = holds("core::mem::size_of::<R@o>()" + equals); break;
    case Claim::What::alignment: text = holds("core::mem::align_of::<R@o>()" + equals); break;
    case Claim::What::field:
        text = "const _: fn(&R@o) = |r| { let _ = unsafe { core::ptr::addr_of!((*r)." + path + ") }; };";
        break;
    case Claim::What::offset: text = holds(offset_of(path) + equals); break;
    case Claim::What::width: text = holds(size_of(path) + equals); break;
    case Claim::What::element: text = holds(word_of(path, width_word) + " == 8 * " + std::to_string(value.low)); break;
    case Claim::What::sign: text = holds("(" + word_of(path, kind_word) + " == 2) as u64" + equals); break;
    case Claim::What::kind: {
        const auto kind = word_of(path, kind_word);
        text = holds("(if " + kind + " == 2 { 1 } else { " + kind + " })" + equals);
        break;
    }
    case Claim::What::gap: text = holds(gap(claim) + equals); break;
    case Claim::What::value:
        text = holds("(" + constant + " as i128) == " + (value.negative ? "-" : "") + std::to_string(value.low));
        break;
    case Claim::What::enum_sign: text = holds("(carrier::<R@o>(0)[3] == 2) as u64" + equals); break;
    }
    return fill(plan, number, text);
}

}  // namespace abi::probe
