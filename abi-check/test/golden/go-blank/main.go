package main

// Packet has padding that the language calls blank fields.
type Packet struct {
	Kind uint32
	_    [4]byte
	Arg  uint64
	Tail uint16
	_    [6]byte
}

type second struct {
	A, B uint16
	_    uint32
	C    uint32 // the spec has an i32
}

var first Packet
var other second

func main() { println(first.Arg, other.A) }
