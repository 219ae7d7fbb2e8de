// The target facts, as constants of the standard library and of the questions give them.
package main

import (
	"fmt"
	"go/constant"
	"go/types"
	"strings"
)

// The names of machines and systems that LLVM spells otherwise.
var llvmWords = map[string]string{
	"386": "i386", "amd64": "x86_64", "arm64": "aarch64", "loong64": "loongarch64", "mipsle": "mipsel",
	"mips64le": "mips64el", "ppc64": "powerpc64", "ppc64le": "powerpc64le", "wasm": "wasm32",
	"darwin": "macosx", "android": "linux", "wasip1": "wasi",
}

func llvmWord(word string) string {
	if other, ok := llvmWords[word]; ok {
		return other
	}
	return word
}

// libraryConstants are the constants of the target in Go's own library: of internal/goarch and internal/goos.
func libraryConstants(c *goCommand) (arch, system map[string]*types.Const, err error) {
	out, err := c.run("list", "-export", "-deps", "-json", "--", "internal/goarch", "internal/goos")
	if err != nil {
		return nil, nil, err
	}
	found, err := packagesIn(out)
	if err != nil {
		return nil, nil, err
	}
	if arch, err = constantsOf(found, "internal/goarch"); err == nil {
		system, err = constantsOf(found, "internal/goos")
	}
	return arch, system, err
}

// factsOf is the text of section.h: a key, NUL, its value, NUL.
func factsOf(c *goCommand, values map[string]*types.Const) (string, error) {
	arch, system, err := libraryConstants(c)
	if err != nil {
		return "", err
	}
	order := "little"
	if constant.BoolVal(arch["BigEndian"].Val()) {
		order = "big"
	}
	size, _ := constant.Uint64Val(arch["PtrSize"].Val())
	goos := constant.StringVal(system["GOOS"].Val())
	pairs := []string{
		"architecture", llvmWord(constant.StringVal(arch["GOARCH"].Val())), "system", llvmWord(goos),
		"byte_order", order, "pointer_bits", fmt.Sprint(8 * size),
		"u64_align", fmt.Sprint(number(values, "AbiU64")), "double_align", fmt.Sprint(number(values, "AbiF64")),
		"compiler", "go " + strings.TrimPrefix(c.version, "go"),
	}
	if goos == "android" {
		pairs = append(pairs, "environment", "android")
	}
	return strings.Join(pairs, "\x00") + "\x00", nil
}

// number is the value of a question; the compiler has answered all of them.
func number(values map[string]*types.Const, name string) uint64 {
	value, _ := constant.Uint64Val(constant.ToInt(values[name].Val()))
	return value
}
