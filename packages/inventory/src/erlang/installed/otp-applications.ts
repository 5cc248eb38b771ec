/** Applications that come with Erlang/OTP or Elixir themselves, not from Hex (erlang.org/doc/applications, OTP 17 to 28). */
const names =
  'asn1 common_test compiler cosEvent cosEventDomain cosFileTransfer cosNotification cosProperty cosTime cosTransactions crypto ' +
  'debugger dialyzer diameter edoc eldap erl_docgen erl_interface erts et eunit ftp gs hipe ic inets jinterface kernel megaco ' +
  'mnesia observer odbc orber os_mon ose otp_mibs parsetools percept public_key reltool runtime_tools sasl snmp ssh ssl ' +
  'stdlib syntax_tools test_server tftp tools typer webtool wx xmerl ' +
  'eex elixir ex_unit iex logger mix';

const applications: ReadonlySet<string> = new Set(names.split(' '));

/** Whether an application is part of Erlang/OTP or Elixir. */
export function isOtpApplication(name: string): boolean {
  return applications.has(name);
}
