// The answers of section.h, from the values that the compiler computed, and the places of declarations.
package main

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"math/big"
	"path/filepath"
	"strings"
)

const (
	marker = 0xAB1C4EC49206BE01
	none   = ^uint64(0)
)

// writer collects the answers as words of 64 bits, the lowest byte first, and the places as lines.
type writer struct {
	bytes  []byte
	places string
}

func (w *writer) word(word uint64) {
	for i := 0; i < 8; i++ {
		w.bytes = append(w.bytes, byte(word>>(8*i)))
	}
}

func (w *writer) chunk(tag int, words ...uint64) {
	w.word(marker)
	w.word(uint64(tag)<<32 | uint64(len(words)))
	for _, word := range words {
		w.word(word)
	}
}

func textWords(text string) []uint64 {
	words := []uint64{uint64(len(text))}
	for i := 0; i < len(text); i++ {
		if i%8 == 0 {
			words = append(words, 0)
		}
		words[len(words)-1] |= uint64(text[i]) << (8 * (i % 8))
	}
	return words
}

// place adds a line: "r", "f" or "v" for a record, a field or a value; its names; line, column and file.
func (w *writer) place(files *token.FileSet, what, owner, name string, position token.Pos) {
	if !position.IsValid() {
		return
	}
	at := files.Position(position)
	if filepath.Ext(at.Filename) != ".go" || strings.HasPrefix(filepath.Base(at.Filename), "_cgo_") {
		return // written by cgo
	}
	w.places += fmt.Sprintf("%s\t%s\t%s\t%d\t%d\t%s\n", what, owner, name, at.Line, at.Column, at.Filename)
}

func flag(is bool, bit uint64) uint64 {
	if is {
		return bit
	}
	return 0
}

func (q *questions) write(w *writer, values map[string]*types.Const) {
	for _, record := range q.records {
		q.writeRecord(w, values, record)
	}
	for _, one := range q.constants {
		q.writeConstant(w, values, one)
	}
	for _, one := range q.enums {
		q.writeEnum(w, values, one)
	}
}

func (q *questions) writeRecord(w *writer, values map[string]*types.Const, record *recordQuestion) {
	size, align := number(values, record.size), number(values, record.align)
	unknown := record.union || record.hidden != "" || !copyAgrees(values, record)
	shape := uint64(1) + flag(record.union, 1)
	words := []uint64{uint64(record.item), shape, size, align, flag(unknown, 1)}
	w.chunk(1, append(words, textWords(q.compilersName(record))...)...)
	if record.place != nil && record.place.Pkg() == q.of.pkg {
		w.place(q.of.files, "r", record.name, "", record.place.Pos())
	}
	if unknown {
		return
	}
	for _, field := range record.fields {
		q.writeField(w, values, record, field)
	}
}

// compilersName is the name that the reader sees: that of cgo for a type of C, if the request has another one.
func (q *questions) compilersName(record *recordQuestion) string {
	if record.item < q.asked && record.place != nil && strings.HasPrefix(record.place.Name(), "_Ctype_") {
		return record.place.Name()
	}
	return record.name
}

// copyAgrees is whether the copy with names for blank fields has the layout of the record.
func copyAgrees(values map[string]*types.Const, record *recordQuestion) bool {
	if record.copied == nil {
		return true
	}
	same := number(values, record.size) == number(values, record.copied[0]) &&
		number(values, record.align) == number(values, record.copied[1])
	for _, field := range record.fields {
		same = same && (field.copied == "" || number(values, field.offset) == number(values, field.copied))
	}
	return same
}

func (q *questions) writeField(w *writer, values map[string]*types.Const, record *recordQuestion, field fieldQuestion) {
	code, isHostSized := kind(field.element)
	signed := false
	switch {
	case q.enumNames[types.TypeString(field.element, nil)] != "":
		signed, code, isHostSized = code == kindSigned, kindEnum, false
	case isByte(field.element) && len(field.lengths) != 0:
		code = kindByte
	}
	words := []uint64{uint64(record.item), none - 1, 8*number(values, field.offset) + 1, none, uint64(code),
		8 * number(values, field.size), flag(signed, 1) | flag(isHostSized, 2), none, number(values, field.align),
		uint64(len(field.lengths))}
	for _, length := range field.lengths {
		words = append(words, number(values, length))
	}
	words = append(append(words, textWords(field.name)...), textWords(field.typeName)...)
	w.chunk(2, words...)
	if field.variable.Pkg() == q.of.pkg {
		w.place(q.of.files, "f", record.name, field.name, field.variable.Pos())
	}
}

// twoWords are the words of an integer in two's complement; false if it has more than 128 bits, or is none.
func twoWords(value constant.Value) (low, high uint64, ok bool) {
	value = constant.ToInt(value)
	if value.Kind() != constant.Int {
		return 0, 0, false
	}
	whole, _ := new(big.Int).SetString(value.ExactString(), 10)
	if whole == nil || whole.BitLen() > 127+boolToInt(whole.Sign() > 0) {
		return 0, 0, false
	}
	wrapped := new(big.Int).And(whole, new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 128), big.NewInt(1)))
	low = new(big.Int).And(wrapped, new(big.Int).SetUint64(none)).Uint64()
	return low, new(big.Int).Rsh(wrapped, 64).Uint64(), true
}

func boolToInt(is bool) int {
	if is {
		return 1
	}
	return 0
}

func (q *questions) writeConstant(w *writer, values map[string]*types.Const, one constantQuestion) {
	found := values[one.value]
	basic, ok := found.Type().Underlying().(*types.Basic)
	if !ok || basic.Info()&(types.IsInteger|types.IsBoolean) == 0 {
		return
	}
	value := found.Val()
	if value.Kind() == constant.Bool {
		value = constant.MakeInt64(int64(boolToInt(constant.BoolVal(value))))
	}
	low, high, ok := twoWords(value)
	if !ok {
		return
	}
	code := kindUnsigned
	if constant.Sign(value) < 0 || basic.Info()&(types.IsUnsigned|types.IsUntyped|types.IsBoolean) == 0 {
		code = kindSigned
	}
	w.chunk(3, uint64(one.item), uint64(code), widthBits(values, basic), low, high, 1)
	w.place(q.of.files, "v", "", one.name, one.of.Pos())
}

// widthBits is the width of the type of a constant; 0 if it has no type of its own.
func widthBits(values map[string]*types.Const, basic *types.Basic) uint64 {
	switch basic.Kind() {
	case types.Bool, types.UntypedBool, types.Int8, types.Uint8:
		return 8
	case types.Int16, types.Uint16:
		return 16
	case types.Int32, types.Uint32:
		return 32
	case types.Int64, types.Uint64:
		return 64
	case types.Int, types.Uint, types.Uintptr:
		return 8 * number(values, "AbiWord")
	}
	return 0
}

func (q *questions) writeEnum(w *writer, values map[string]*types.Const, one enumQuestion) {
	code, _ := kind(one.named)
	w.chunk(5, uint64(one.item), uint64(code), 8*number(values, one.size), 1)
	for _, each := range one.values {
		low, high, ok := twoWords(values[each.value].Val())
		if !ok {
			continue
		}
		words := []uint64{uint64(one.item), 0, flag(code == kindSigned, 1) | 2, low, high, 1}
		w.chunk(6, append(words, textWords(each.name)...)...)
		w.place(q.of.files, "v", one.name, each.name, each.of.Pos())
	}
}
