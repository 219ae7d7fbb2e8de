fn main() {
    let out = std::env::var("OUT_DIR").unwrap();
    std::fs::write(out + "/made.rs", "#[repr(C)] pub struct made { pub id: u16, pub flags: u16 }").unwrap();
}
