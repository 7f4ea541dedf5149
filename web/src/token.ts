const key = "platform.token";

/** Removes the token from the address bar, so that copying the address does not share it, and stores it for this tab. */
export function takeToken(): string | null {
  const address = new URL(window.location.href);
  const given = address.searchParams.get("token");
  if (given !== null) {
    sessionStorage.setItem(key, given);
    address.searchParams.delete("token");
    window.history.replaceState(null, "", address);
  }
  return sessionStorage.getItem(key);
}
