// Writes conditions.json: what Node makes of each expression, the yardstick of ConditionTests. Once, by hand, after a change here: node conditions.mjs
import { writeFileSync } from 'node:fs';

// Name, type, list, input; the value as it stands in the file, digit for digit.
const attributes = [
  ['hinhThuc', 'String', false, true, '"bcci"'],
  ['khan', 'Boolean', false, true, 'true'],
  ['giayTo', 'String', true, true, '["CCCD", "Hộ khẩu"]'],
  ['ten', 'String', false, true, '"Nguyễn Văn Ấn"'],
  ['DienTich', 'Decimal', false, false, '250.5'],
  ['SoTien', 'Int64', false, false, '1500000000'],
  ['SoTang', 'Int32', false, false, '3'],
  ['Am', 'Double', false, false, '-7'],
  ['Rong', 'String', false, false, '""'],
  ['Khong', 'Int32', false, false, '0'],
  ['diem', 'Double', true, false, '[1, 2.5, 3]'],
  ['ngay1', 'DateTime', false, false, '"2026-03-02"'],
  ['ngay2', 'DateTimeOffset', false, false, '"2026-03-10T00:00:00+07:00"'],
  ['mien', 'Boolean', false, false, 'false'],
  ['Lon', 'Int64', false, false, '9007199254740993'],
  ['LonNhat', 'Int64', false, false, '9223372036854775807'],
  ['NhoNhat', 'Int64', false, false, '-9223372036854775808'],
  ['NhieuSo', 'Decimal', false, false, '0.1234567890123456789'],
  ['SatBa', 'Decimal', false, false, '2.9999999999999999'],
  ['RatNho', 'Decimal', false, false, '0.0000000000000000000000000001'],
  ['RatLon', 'Decimal', false, false, '79228162514264337593543950335'],
  ['NhieuChuSo', 'Decimal', false, false, '1.7340316894382416485305559330'],
  ['BaPhanMuoi', 'Decimal', false, false, '0.3'],
  ['MotPhanMuoi', 'Single', false, false, '0.1'],
  ['matCuoi', 'String', false, true, '"a😀b"'],
  ['toHop', 'String', false, true, '"A\\u0302\\u0301n"'],
  ['dau', 'String', false, true, '"\\"\\\\\\n\\t"'],
  ['trongDS', 'String', true, false, '[]'],
  ['soDS', 'Int32', true, false, '[0, -1, 7]'],
  ['dungDS', 'Boolean', true, false, '[true]'],
  ['ngay3', 'DateOnly', false, false, '"2026-03-10"'],
  ['ngay4', 'DateTime', false, false, '"2026-03-09T17:30:00Z"'],
  ['gio', 'DateTime', false, false, '"2026-03-02T09:00"'],
];

const literally = [
  "true",
  "!false",
  "getDienTich() > 250",
  "variables.DienTich > 250 && getInput(\"khan\")",
  "getInput('hinhThuc') == 'bcci'",
  "getInput('hinhThuc') === \"online\" || getKhan()",
  "getInput('hinhThuc') !== 'bcci' || !getInput('khan')",
  "getVariable(\"SoTien\") >= 1500000000",
  "getSoTien() > 1000000000 && getSoTien() <= 2000000000",
  "getSoTang() % 2 === 1",
  "variables.Am % 3 === -1",
  "variables.Am % 4 < 0",
  "5 % -3 === 2",
  "-5.5 % 2 === -1.5",
  "0.1 + 0.2 === 0.3",
  "0.1 + 0.2 > 0.3",
  "1 / 3 * 3 === 1",
  "1 / variables.Khong > 1e308",
  "-1 / variables.Khong < 0",
  "variables.Khong / variables.Khong === variables.Khong / variables.Khong",
  "variables.Khong / variables.Khong !== 0",
  "1 + 2 * 3 === 7",
  "(1 + 2) * 3 === 9",
  "10 - 4 - 3 === 3",
  "100 / 10 / 5 === 2",
  "2 - -2 === 4",
  "- - 3 === 3",
  "!!getKhan()",
  "getInput(\"khan\") ? getSoTang() > 2 : getSoTang() > 5",
  "!getInput(\"khan\") ? true : false ? false : true",
  "getSoTang() > 2 ? getSoTang() < 4 ? true : false : false",
  "true || false && false",
  "(true || false) && false",
  "1 < 2 === true",
  "getInput(\"khan\") === !false",
  "\"a\" + \"b\" === \"ab\"",
  "\"a\" + 1 === \"a1\"",
  "1 + \"a\" === \"1a\"",
  "\"x\" + 1.50 === \"x1.5\"",
  "\"x\" + 1e21 === \"x1e+21\"",
  "\"x\" + 0.0000001 === \"x1e-7\"",
  "\"x\" + 0.000001 === \"x0.000001\"",
  "\"x\" + 123456789012345680000 === \"x123456789012345680000\"",
  "\"x\" + (0.1 + 0.2) === \"x0.30000000000000004\"",
  "\"x\" + 1 / 3 === \"x0.3333333333333333\"",
  "\"x\" + true === \"xtrue\"",
  "\"x\" + 1 / variables.Khong === \"xInfinity\"",
  "\"x\" + -1 / variables.Khong === \"x-Infinity\"",
  "\"x\" + variables.Khong / variables.Khong === \"xNaN\"",
  "\"x\" + (-variables.Khong) === \"x0\"",
  "\"x\" + 1 + 2 === \"x12\"",
  "1 + 2 + \"x\" === \"3x\"",
  "\"a\" < \"b\"",
  "\"Z\" < \"a\"",
  "\"Ấ\" > \"Z\"",
  "\"10\" < \"9\"",
  "\"\" < \"a\"",
  "getRong() === \"\"",
  "variables.Rong.length === 0",
  "getTen().length === 13",
  "\"Ấn\".length === 2",
  "\"😀\".length === 2",
  "getTen().includes(\"Ấn\")",
  "getTen().includes(\"ấn\")",
  "getTen().includes(\"\")",
  "getInput(\"giayTo\").includes(\"CCCD\")",
  "getInput(\"giayTo\").includes(\"CC\")",
  "getGiayTo().length === 2",
  "variables.diem.includes(2.5)",
  "variables.diem.includes(2)",
  "[1, 0 / 0].includes(variables.Khong / variables.Khong)",
  "['bcci', 'online'].includes(getInput('hinhThuc'))",
  "[1, 2, 3].length === 3",
  "(getInput(\"ten\") + \"!\").includes(\"Ấn!\")",
  "\"a\\\"b\" === 'a\"b'",
  "\"\\u1EA4n\" === \"Ấn\"",
  "\"a\\tb\".length === 3",
  ".5 === 0.5",
  "5. === 5",
  "1e3 === 1000",
  "1.5E-3 === 0.0015",
  "getNgay1() < getNgay2()",
  "variables.ngay1 >= variables.ngay2",
  "getNgay1() <= getNgay1()",
  "true != false",
  "1 != 1",
  "\"a\" != 'a'",
  "9007199254740993 === 9007199254740992",
  "getInput(\"khan\") && getDienTich() > 300 || getSoTang() === 3 && getInput(\"hinhThuc\").length === 4",
  // equality and its negation, strict and loose, of every type
  '1 == 1', '1 === 1.0', '1 != 1.0000000000000001', '1 !== 1.0000000000000002', '0 === -0', '-0 == 0', '0 !== -0', '"" == ""', '"a" !== "A"', '"a" == "b"', 'true === true', 'false != false', 'true == !true',
  '0 / 0 == 0 / 0', '0 / 0 != 0 / 0', '(1 / 0) === (1 / 0)', '(1 / 0) === (-1 / 0)', '1 / 0 === 1 / -0', '1 / -0 < 0', '1 / (0 * -1) < 0', '1 / (-0 + 0) > 0', '1 / (-0 - 0) < 0',
  'getKhan() == getMien()', 'getKhan() !== variables.mien', 'getInput("khan") === variables.mien || getKhan()', '(1 < 2) == (2 < 3)', '1 < 2 != 2 < 1',
  // precedence
  '2 + 3 * 4 - 5 === 9', '2 * 3 % 4 === 2', '2 * (3 % 4) === 6', '7 % 4 * 2 === 6', '20 / 2 * 5 === 50', '20 / (2 * 5) === 2', '1 - 2 - 3 === -4', '1 - (2 - 3) === 2', '-2 * -3 === 6', '- 2 + 5 === 3', '-(2 + 5) === -7',
  '8 / 4 / 2 === 1', '8 / (4 / 2) === 4', '1 + 1 < 3 && 2 > 1', 'true || false && false || false', '(true || false) && (false || false)', 'false && true || true', 'false && (true || true)', '!true || true', '!(true || true)', '!false && !false',
  'true === false === false', 'true === (false === false)', '1 < 2 === 2 < 3', '1 + 2 === 3 === true', '!1 < 2 === false'.replace('!1', '!(1 < 0) === true && 1'), '3 > 2 === 2 > 1 === true', '1 === 1 && 2 === 2 || 3 === 4', '1 === 2 && 2 === 2 || 3 === 3', '1 === 2 && (2 === 2 || 3 === 3)',
  '!!!false', '!!(1 > 2)', '- -1 === 1', '-(-1) === 1', '!(1 > 2) === true',
  // the conditional
  'true ? true : false ? true : false', 'false ? true : false ? true : false', '(false ? true : true) ? false : true', 'true ? false : true', '(true ? 1 : 2) === 1', '(false ? 1 : true ? 2 : 3) === 2', '(false ? 1 : false ? 2 : 3) === 3', '(1 > 2 ? "a" : "b") + "c" === "bc"',
  '(getKhan() ? getSoTang() : getKhong()) * 2 === 6', 'getKhan() ? getMien() ? false : true : false', 'getMien() ? true : getKhan() ? getSoTang() === 3 : false', '(getMien() ? getNgay1() : getNgay2()) > getNgay1()', 'true || false ? false : true', '(true ? 2 : 3) + (false ? 10 : 20) === 22', 'true ? 1 < 2 : 2 < 1', '1 < 2 ? 3 < 4 : false',
  '((true ? "ab" : "c") + "d").length === 3', '(getKhan() ? "CCCD" : "x").includes("CC")', 'getGiayTo().includes(getKhan() ? "CCCD" : "x")',
  // precision
  '0.1 + 0.7 === 0.8', '0.1 + 0.7 < 0.8', '0.1 * 3 === 0.3', '0.1 * 3 > 0.3', '1.1 + 2.2 === 3.3', '0.3 - 0.1 === 0.2', '1.005 * 100 === 100.5', '4.35 * 100 === 435', '1.15 + 2.30 === 3.45', '9007199254740992 + 1 === 9007199254740992', '9007199254740993 === 9007199254740992', '9007199254740994 > 9007199254740993',
  '1e16 + 1 === 1e16', '1e15 + 1 === 1e15', '123456789.123456789 === 123456789.12345679', '0.1 === 0.1000000000000000055511151231257827', '1e308 * 10 === 1 / 0', '-1e308 * 10 === -1 / 0', '1e-324 === 0', '5e-324 > 0', '5e-324 / 2 === 0', '1.7976931348623157e308 < 1 / 0', '2e308 === 1 / 0', '1e400 > 1.7e308',
  'getBaPhanMuoi() === 0.1 + 0.2', 'getBaPhanMuoi() === 0.3', 'getMotPhanMuoi() === 0.1', 'getMotPhanMuoi() + 0.2 > getBaPhanMuoi()', 'getNhieuSo() === 0.12345678901234568', 'getNhieuSo() === 0.1234567890123456789', 'getNhieuSo() > 0.123456789012345', 'getSatBa() === 3', 'getSatBa() < 3', 'getNhieuChuSo() === 1.7340316894382416485305559330', 'getRatNho() > 0', 'getRatNho() === 1e-28', 'getRatNho() * 1e28 === 1', 'getRatLon() === 79228162514264337593543950336', 'getRatLon() === 7.922816251426434e28', 'getRatLon() + 1 === getRatLon()',
  'getLon() === 9007199254740992', 'getLon() === 9007199254740993', 'getLon() - 9007199254740992 === 0', 'getLon() % 2 === 0', 'getLonNhat() === 9223372036854775807', 'getLonNhat() === 9223372036854775808', 'getLonNhat() + 1 === getLonNhat()', 'getNhoNhat() === -9223372036854775808', 'getLonNhat() + getNhoNhat() === 0', '-getNhoNhat() === getLonNhat()', 'getSoTien() * 1000000 === 1500000000000000', 'getSoTien() * getSoTien() === 2250000000000000000', 'getSoTien() * 10000000 + 1 === 15000000000000000',
  // remainders keep the sign of what is divided
  '5 % 3 === 2', '-5 % 3 === -2', '5 % -3 === 2', '-5 % -3 === -2', '5.5 % 2 === 1.5', '-5.5 % 2 === -1.5', '0.3 % 0.1 === 0.1', '0.3 % 0.1 < 0.1', '5 % 0 === 5 % 0', '5 % 0 !== 0', '5 % (1 / 0) === 5', '1 / 0 % 5 !== 0', '1 / (-4 % 2) < 0', '1 / (4 % -2) > 0', '1e17 % 3 === 1', '-1 % 1e300 === -1', '7 % 2.5 === 2', '2 % 7 === 2', 'getAm() % 2 === -1', 'getAm() % -2 === -1', 'getDienTich() % 1 === 0.5', 'getDienTich() % 100 === 50.5', '10 % 4 % 3 === 2',
  // NaN and infinities
  '0 / 0 > 0', '0 / 0 < 0', '0 / 0 >= 0 / 0', '!(0 / 0 === 0)', '1 / 0 > 1e308', '-1 / 0 < -1e308', '1 / 0 - 1 / 0 === 0', '1 / 0 * 0 !== 0', '1 / 0 + 1 === 1 / 0', '1 / 0 >= 1 / 0', '5 / (1 / 0) === 0', '1 / (-5 / (1 / 0)) < 0', '[0 / 0].includes(0 / 0)', '[0].includes(-0)', '[1 / 0].includes(1 / 0)', '[1, 2].includes(0 / 0)', '(0 / 0 > 1) === false', 'variables.Khong / variables.Khong >= 0 || true',
  // literals
  '0 === 0.0', '.5 + .5 === 1', '5.e1 === 50', '1.e-1 === 0.1', '1E3 === 1e+3', '0e5 === 0', '0.0000001 === 1e-7', '12345678901234567890 === 12345678901234567000', '1e0 === 1', '1e1 === 10.', '0.1e1 === 1', '00.5e1'.replace('00', '0') + ' === 5', '1.0000000000000000000000001 === 1', '.1e-5 === 0.000001', '1e21 > 999999999999999999999', '4.9406564584124654e-324 === 5e-324', '2.4703282292062327e-324 === 0', '2.4703282292062328e-324 === 5e-324',
  // texts: length and order count UTF-16 units
  '"".length === 0', '"abc".length === 3', '"Ấn".length === 2', '"A\\u0302\\u0301n".length === 4', '"😀".length === 2', '"👨‍👩‍👧".length === 8', '"a😀b".length === 4', 'getMatCuoi().length === 4', 'getMatCuoi() === "a\\uD83D\\uDE00b"', 'getMatCuoi().includes("\\uD83D")', 'getMatCuoi().includes("😀b")', 'getToHop().length === 4', 'getToHop() === "Ấn"', 'getToHop() === "A\\u0302\\u0301n"', 'getToHop() < "Ấn"', 'getTen().includes("Ấn")', '"\\uD83D".length === 1', '"\\u0000".length === 1', '"\\u0000" < "a"', '"\\u0000" > ""',
  '"a" < "b"', '"a" < "B"', '"B" < "a"', '"a" < "aa"', '"aa" < "b"', '"a" <= "a"', '"a" >= "b"', '"10" < "9"', '"10" > "1"', '"é" > "z"', '"đ" > "z"', '"Đ" > "z"', '"Á" > "a"', '"ă" < "â"', '"ơ" < "ư"', '"Z" < "Á"', '"😀" < "\\uFFFD"', '"\\uFFFF" > "😀"', '"\\uE000" > "😀"', '"a" < "a\\u0000"', '" " < "!"', '"" < " "', '"" >= ""', '"ộ" < "o\\u0323\\u0302"', '"ộ" === "o\\u0323\\u0302"', '"o\\u0323\\u0302" < "p"', 'getTen() > "Nguyễn"', 'getTen() < "Nguyễn Văn Án"', 'getTen() >= "Nguyễn Văn Ấn"', '"straße" < "strasse"', '"I" < "i"', '"ı" > "i"',
  '"abc".includes("b")', '"abc".includes("ac")', '"abc".includes("")', '"".includes("")', '"".includes("a")', '"abc".includes("abc")', '"abc".includes("abcd")', '"ABC".includes("b")', '"Ấn".includes("A")', '"Ấn".includes("n")', '"a\\u0000b".includes("\\u0000")', '"ß".includes("ss")', '"coöp".includes("oo")', '"a\\u0301".includes("a")', '"á".includes("a")', 'getTen().includes(" Văn ")', 'getTen().includes(getRong())', 'getRong().includes(getTen())', '("a" + "b").includes("ab")', 'getHinhThuc().includes("cc")', '!getHinhThuc().includes("online")', 'getInput("hinhThuc").includes("b") && getInput("hinhThuc").includes("i")',
  // escapes
  '"\\n".length === 1', '"\\r\\n".length === 2', '"\\t" === "\\u0009"', '"\\b" === "\\u0008"', '"\\f" === "\\u000C"', '"\\v" === "\\u000b"', '"\\\\".length === 1', "'\\'' === \"'\"", '"\\"" === \'"\'', '"\\x41" === "A"', '"\\xe9" === "é"', '"\\/" === "/"', '"\\u0041\\u0042" === "AB"', '"\\uD83D\\uDE00" === "😀"', 'getDau().length === 4', 'getDau() === "\\"\\\\\\n\\t"', 'getDau().includes("\\\\")', '"it\'s".length === 4', "'say \"x\"'.length === 7", '"a\\u0000".length === 2', '"\\u2028".length === 1', '"\\uFEFF" === ""',
  // lists
  'getGiayTo().length > 1', 'getGiayTo().includes("Hộ khẩu")', 'getGiayTo().includes("hộ khẩu")', 'getGiayTo().includes("")', 'getTrongDS().length === 0', 'getTrongDS().includes("")', 'getSoDS().includes(0)', 'getSoDS().includes(-0)', 'getSoDS().includes(7)', 'getSoDS().includes(1)', 'getSoDS().includes(getSoTang() * 2 + 1)', 'getDungDS().includes(true)', 'getDungDS().includes(false)', 'getDungDS().includes(getKhan())', 'getDungDS().length === 1', 'getDiem().includes(5 / 2)', 'getDiem().length * 2 === 6', '["a"].includes("a")', '["a", "b", "c"].includes("d")', '["a", "b"].length === 2', '[1, 2, 3].includes(3)', '[1.5].includes(3 / 2)', '[true, false].includes(1 > 2)', '[true].includes(false)', '["a" + "b"].includes("ab")', '[getSoTang(), 4].includes(3)', '[getTen()].includes("Nguyễn Văn Ấn")', '["", "a"].includes(getRong())', '[0.1 + 0.2].includes(0.3)', '["x", getHinhThuc()].length === 2', '[getNgay1(), getNgay2()].length === 2',
  // dates: local time is Vietnam's
  'getNgay1() > getNgay2()', 'getNgay2() <= getNgay3()', 'getNgay2() >= getNgay3()', 'getNgay3() < getNgay4()', 'getNgay4() > getNgay2()', 'getNgay1() < getGio()', 'getGio() <= getNgay4()', 'getGio() > getNgay3()', '!(getNgay1() < getNgay1())', 'getNgay1() < getNgay2() && getNgay2() < getNgay4()', '(getKhan() ? getNgay3() : getNgay1()) >= getNgay2()',
  // names, spaces
  'getVariable("DienTich") === getDienTich()', 'variables.DienTich === getVariable(\'DienTich\')', 'getInput("ten") === getTen()', '  getKhan (  ) ', 'getInput( "khan" )', 'variables . SoTang === 3', '\n\tgetSoTang()\n===\t3\n', 'getSoTang()===3&&getKhan()', '((((true))))', '(getSoTang())>(2)', '1<2', '1 <2&&!false', '\u00a0true\u3000', '\ufefftrue',
  // what is not reached is not asked
  'true || getKhong() / 0 > 0', 'false && getTen() === "x"', 'getKhan() || getMien() && getMien()', '(getMien() && getKhan()) === false', '!(getKhan() && getMien()) && (getKhan() || getMien())',
];

// Sums whose value, printed as JavaScript prints it, is put beside them.
const sums = [
  '0.1 + 0.2', '1 / 3', '2 / 3', '10 / 3', '1e21', '1e21 / 10', '123456789012345680000', '1e-6', '1e-7', '1.5e-7', '0.000001234', '1e300 * 1e10', '-1e300 * 1e10', '0 / 0', '-0', '0 * -1', '5e-324', '1.7976931348623157e308', '2.2250738585072014e-308', '9007199254740993', '4.35 * 100', '1.005 * 1000', '0.7 + 0.1', '0.07 * 100', '1.1 * 1.1', '3 * 1.1', '100 * 1.1', '1e15 / 7', '1e16 / 7', '1e17 / 7', '1e20 / 7', '1e22 / 7', '-1 / 3', '-1e-7 / 3',
  '5 % 3', '-5 % 3', '5.5 % 2.2', '0.3 % 0.1', '1e20 % 7', '-7 % 2.5', '1 % 0', '4 % 4', '-4 % 4', '1e308 % 3', '123456789 % 0.001', '2 - 2.5 * 3', '(2 - 2.5) * 3', '100 / 8 / 3', '1e3', '12.50', '.5', '5.', '1e+2', '1E-2', '25e-1',
  'getNhieuChuSo()', 'getDienTich()', 'getDienTich() / 3', 'getSoTien()', 'getSoTien() * 1.1', 'getLon()', 'getLonNhat()', 'getNhoNhat()', 'getNhieuSo()', 'getSatBa()', 'getRatNho()', 'getRatLon()', 'getMotPhanMuoi() * 3', 'getBaPhanMuoi() / 3', 'getAm() / 2', 'getAm() % 4', 'getKhong() * getAm()', 'getTen().length', 'getGiayTo().length / 3', '-getDienTich()', '- -getAm()', 'getKhan() ? getAm() : 0', '"x".length + 1', '[1, 2].length * 1.5',
];

// Expressions drawn by a generator of our own, so that they are the same on every day.
let state = 20261121;
const next = many => (state = (state * 1103515245 + 12345) % 2147483648, Math.floor(state / 65536) % many);
const one = list => list[next(list.length)];
const number = depth => depth === 0
  ? one(['0', '1', '2', '3', '7', '0.1', '2.5', '1e3', 'getSoTang()', 'getDienTich()', 'variables.Am', 'getKhong()', 'getVariable("BaPhanMuoi")', 'getTen().length', 'getSoDS().length'])
  : one([() => `${number(depth - 1)} ${one(['+', '-', '*', '/', '%'])} ${number(depth - 1)}`, () => `(${number(depth - 1)} ${one(['+', '-', '*', '/', '%'])} ${number(depth - 1)})`, () => `-(${number(depth - 1)})`, () => `(${truth(depth - 1)} ? ${number(depth - 1)} : ${number(depth - 1)})`, () => number(0)])();
const text = depth => depth === 0
  ? one(['"a"', '"Ấn"', '""', '"bcci"', 'getTen()', 'getInput("hinhThuc")', 'getRong()', 'getMatCuoi()'])
  : one([() => `(${text(depth - 1)} + ${text(depth - 1)})`, () => `(${text(0)} + (${number(depth - 1)}))`, () => `((${truth(depth - 1)}) + ${text(0)})`, () => text(0)])();
const truth = depth => depth === 0
  ? one(['true', 'false', 'getKhan()', 'variables.mien'])
  : one([
    () => `${truth(depth - 1)} ${one(['&&', '||'])} ${truth(depth - 1)}`, () => `!(${truth(depth - 1)})`, () => `(${truth(depth - 1)}) ${one(['===', '!==', '==', '!='])} (${truth(depth - 1)})`,
    () => `${number(depth - 1)} ${one(['<', '<=', '>', '>=', '===', '!=='])} ${number(depth - 1)}`, () => `${text(depth - 1)} ${one(['<', '<=', '>', '>=', '==', '!='])} ${text(depth - 1)}`,
    () => `${text(depth - 1)}.includes(${text(0)})`, () => `[${number(0)}, ${number(depth - 1)}].includes(${number(0)})`, () => `(${truth(depth - 1)} ? ${truth(depth - 1)} : ${truth(depth - 1)})`,
  ])();
const drawn = Array.from({ length: 240 }, (_, index) => truth(2 + index % 3));

const isDate = type => type.startsWith('Date');
const instant = written => new Date(/(Z|[+-]\d\d:\d\d)$/.test(written) ? written : (written.includes('T') ? written : written + 'T00:00') + '+07:00');
const values = Object.fromEntries(attributes.map(([name, type, isList, , json]) => [name, isDate(type) && !isList ? instant(JSON.parse(json)) : JSON.parse(json)]));
const scope = { getInput: name => values[name], getVariable: name => values[name], variables: values };
for (const name of Object.keys(values)) scope['get' + name[0].toUpperCase() + name.slice(1)] = () => values[name];
const evaluated = expression => new Function(...Object.keys(scope), `return (${expression}\n);`)(...Object.values(scope));

const expressions = [...new Set([...literally, ...sums.map(sum => `"" + (${sum}) === ${JSON.stringify(String(evaluated(sum)))}`), ...sums.filter(sum => Number.isFinite(evaluated(sum))).map(sum => `(${sum}) === ${evaluated(sum)}`), ...drawn])].filter(expression => expression.length < 400);
const cases = expressions.map(expression => {
  const value = evaluated(expression);
  if (typeof value !== 'boolean') throw new Error(`${expression} is ${value}`);
  return ` ${JSON.stringify({ expression, value })}`;
});
const declared = attributes.map(([name, type, isList, isInput, json]) => ` {"name":"${name}","type":"${type}","isList":${isList},"isInput":${isInput},"value":${json}}`);
writeFileSync(new URL('conditions.json', import.meta.url), `{"attributes":[\n${declared.join(',\n')}\n],"cases":[\n${cases.join(',\n')}\n]}\n`);
console.log(`${cases.length} expressions, ${cases.filter(line => line.endsWith('true}')).length} true`);
