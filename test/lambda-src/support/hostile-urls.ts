/** URLs that must never be fetched. Each is tried directly, and again as the target of a public server's redirect. */
export interface HostileUrl {
  readonly url: string;
  readonly code: "invalid-url" | "forbidden-target";
  /** Answers of DNS for the URL's name. */
  readonly addresses?: readonly string[];
  /** An unguarded client cannot connect either (a scheme it does not speak, an address that takes no TCP). */
  readonly undiallable?: true;
}

const refused = (url: string, ...addresses: string[]): HostileUrl => ({
  url,
  code: "forbidden-target",
  ...(addresses.length > 0 && { addresses }),
});
const unreal = (url: string, code: HostileUrl["code"] = "forbidden-target"): HostileUrl => ({
  url,
  code,
  undiallable: true,
});

const ipv4Literals = [
  "127.0.0.1",
  "127.255.255.254",
  "10.0.0.1",
  "10.255.255.255",
  "172.16.0.1",
  "172.31.255.254",
  "192.168.0.1",
  "192.168.255.254",
  "169.254.169.254",
  "169.254.170.2",
  "169.254.0.1",
  "100.64.0.1",
  "100.127.255.254",
  "192.0.0.192",
  "192.0.2.1",
  "192.31.196.1",
  "192.52.193.1",
  "192.88.99.1",
  "192.175.48.1",
  "198.18.0.1",
  "198.19.255.254",
  "198.51.100.1",
  "203.0.113.1",
  "168.63.129.16",
].map((address) => refused(`https://${address}/`));

const unroutedIpv4Literals = ["0.1.2.3", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"].map(
  (address) => unreal(`https://${address}/`),
);

const oddSpellings = [
  "https://0.0.0.0/",
  "https://0/",
  "https://127.1/",
  "https://127.0.1/",
  "https://2130706433/",
  "https://0177.0.0.1/",
  "https://0x7f.0.0.1/",
  "https://0x7f000001/",
  "https://017700000001/",
  "https://127.0.0.1./",
  "https://①②⑦.⓪.⓪.①/",
  "https://127。0。0。1/",
  "https://%31%32%37.0.0.1/",
  "https://2852039166/",
  "https://0xa9fea9fe/",
  "https:127.0.0.1/",
  "https:///127.0.0.1/",
].map((url) => refused(url));

const ipv6Literals = [
  "::1",
  "::",
  "0:0:0:0:0:0:0:1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "::ffff:169.254.169.254",
  "::ffff:10.0.0.1",
  "fd00:ec2::254",
  "fc00::1",
  "64:ff9b::127.0.0.1",
  "64:ff9b::a9fe:a9fe",
  "64:ff9b:1::10.0.0.1",
  "2002:7f00:1::",
  "2002:a9fe:a9fe::1",
  "2001::7f00:1",
  "2001:db8::1",
  "2001:2::1",
  "2001:10::1",
  "2001:20::1",
  "100::1",
  "3fff::1",
  "5f00::1",
  "fec0::1",
  "4000::1",
].map((address) => refused(`https://[${address}]/`));

/** Linux does not connect to these at all, or not without a device; the guard must not rely on it. */
const unroutedIpv6Literals = [
  "::127.0.0.1",
  "::169.254.169.254",
  "::ffff:0:127.0.0.1",
  "fe80::1",
  "ff02::1",
  "ff0e::1",
].map((address) => unreal(`https://[${address}]/`));

/** Private addresses of the kinds that matter most, in every IPv6 form that carries an IPv4 address. */
const carried = [
  "127.0.0.1",
  "10.0.0.1",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
];
const groups = (address: string): string => {
  const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
  return [a * 256 + b, c * 256 + d].map((group) => group.toString(16)).join(":");
};

const embeddings = carried.flatMap((address) => [
  refused(`https://[0:0:0:0:0:ffff:${groups(address)}]/mapped`),
  refused(`https://[64:ff9b::${groups(address)}]/nat64`),
  refused(`https://[64:ff9b:1::${groups(address)}]/local-nat64`),
  refused(`https://[2002:${groups(address)}::]/6to4`),
  refused(`https://[2001:0:4136:e378:8000:63bf:${groups(address)}]/teredo`),
  unreal(`https://[0:0:0:0:0:0:${groups(address)}]/compatible`),
  unreal(`https://[::ffff:0:${groups(address)}]/translated`),
]);

/** One number, octal, hexadecimal and shortened spellings, which a URL's parser turns into the address. */
const spellings = ["10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"].flatMap((address) => {
  const parts = address.split(".").map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  const number = ((a * 256 + b) * 256 + c) * 256 + d;
  return [
    `https://${number}/decimal`,
    `https://0x${number.toString(16)}/hexadecimal`,
    `https://0${number.toString(8)}/octal`,
    `https://${parts.map((part) => `0x${part.toString(16)}`).join(".")}/`,
    `https://${parts.map((part) => `0${part.toString(8)}`).join(".")}/`,
    `https://${a}.${b}.${c * 256 + d}/`,
    `https://${a}.${(b * 256 + c) * 256 + d}/`,
    `https://${address}./dot`,
  ].map((url) => refused(url));
});

/** Refused for the scheme by default, and for the address where http is allowed. */
const plainHttp = [
  "http://127.0.0.1/",
  "http://[::1]/",
  "http://169.254.169.254/latest/meta-data/",
  "http://10.0.0.1/",
].map((url) => refused(url));

const names = [
  refused("https://localhost/", "127.0.0.1", "::1"),
  refused("https://LOCALHOST./", "127.0.0.1"),
  refused("https://metadata.google.internal/", "169.254.169.254"),
  refused("https://instance-data.ec2.internal/", "169.254.169.254"),
  refused("https://127.0.0.1.nip.example/", "127.0.0.1"),
  refused("https://private.example/", "10.0.0.7"),
  refused("https://cgnat.example/", "100.64.0.9"),
  refused("https://mapped.example/", "::ffff:10.0.0.7"),
  refused("https://nat64.example/", "64:ff9b::a00:7"),
  refused("https://unique-local.example/", "fd12:3456::1"),
  refused("https://mixed-private-last.example/", "93.184.215.14", "10.0.0.7"),
  refused("https://mixed-private-first.example/", "10.0.0.7", "93.184.215.14"),
  refused("https://loopback.example/", "127.8.8.8"),
  refused("https://this-host.example/", "0.0.0.0"),
  refused("https://loopback-ipv6.example/", "::1"),
  { ...unreal("https://link-local-ipv6.example/"), addresses: ["fe80::1"] },
  { ...unreal("https://compatible.example/"), addresses: ["::127.0.0.1"] },
  refused("https://6to4.example/", "2002:7f00:1::"),
  refused("https://container-credentials.example/", "169.254.170.2"),
  refused("https://metadata-ipv6.example/", "fd00:ec2::254"),
  refused("https://dns-of-vpc.example/", "169.254.169.253"),
  refused("https://benchmark.example/", "198.18.0.9"),
  refused("https://last-of-many.example/", ...Array<string>(15).fill("93.184.215.14"), "192.168.0.1"),
  refused("https://mixed-families.example/", "93.184.215.14", "fd12:3456::1"),
];

const ports = [
  refused("https://images.example:8443/", "93.184.215.14"),
  refused("https://images.example:22/", "93.184.215.14"),
  refused("https://images.example:80/", "93.184.215.14"),
  refused("http://images.example:443/", "93.184.215.14"),
  refused("http://127.0.0.1:8080/"),
  refused("https://[::1]:8080/"),
];

const credentials = [
  refused("https://user:password@images.example/", "93.184.215.14"),
  refused("https://images.example@127.0.0.1/"),
  refused("https://user@images.example/", "93.184.215.14"),
];

const schemes = [
  "ftp://images.example/dog.jpg",
  "file:///etc/passwd",
  "data:image/png;base64,AAAA",
  "gopher://127.0.0.1:6379/_FLUSHALL",
  "javascript:alert(1)",
  "blob:https://images.example/0",
  "ws://127.0.0.1/",
  "unix:/var/run/docker.sock",
  "jar:https://images.example!/dog.jpg",
  "ldap://127.0.0.1/",
  "dict://127.0.0.1:11211/stats",
  "tftp://127.0.0.1/x",
  "about:blank",
  "view-source:https://127.0.0.1/",
  "wss://127.0.0.1/",
  "sftp://127.0.0.1/x",
].map((url) => unreal(url));

const unparsable = [
  "https://",
  "https://images.example:99999/",
  "https://[::1",
  "https://[fe80::1%25eth0]/",
  "https://256.256.256.256/",
  "https://images example/",
  "https://images.example/\r\nHost: 127.0.0.1",
  "https://127.0.0.1\\@images.example/",
  "\thttps://127.0.0.1/",
  "https://images.example/\u0000",
  "https://ima\tges.example/",
  "https:\\\\127.0.0.1\\",
  "https://[::127.0.0.1.1]/",
  "https://[1::2::3]/",
  "https://%00/",
  "https://a^b/",
  "//127.0.0.1/",
  "127.0.0.1",
  `https://images.example/${"a".repeat(2048)}`,
].map((url) => unreal(url, "invalid-url"));

export const hostileUrls: readonly HostileUrl[] = [
  ...ipv4Literals,
  ...unroutedIpv4Literals,
  ...oddSpellings,
  ...embeddings,
  ...spellings,
  ...ipv6Literals,
  ...unroutedIpv6Literals,
  ...plainHttp,
  ...names,
  ...ports,
  ...credentials,
  ...schemes,
  ...unparsable,
];
